import { TallyError, type EnrolmentOfferJson } from '@tallystick/foundation';
import { base64UrlText } from '@tallystick/otp';
import { bucketOfActivationId, parseActivationId } from './activation-id.ts';
import { readActivation } from './activation-rows.ts';
import { isActivationOver } from './activation-lifetime.ts';
import type { EnrolmentServer } from './enrolment-server.ts';

/**
 * First step of enrolment: the server’s public key. A consumed activation gives it too, because the terminal that
 * consumed it may have lost every answer and begin anew; another terminal learns nothing from it.
 *
 * @throws TallyError `activation_unknown`, `activation_expired`.
 */
export async function offerEnrolment(
  server: EnrolmentServer,
  activationId: string,
): Promise<EnrolmentOfferJson> {
  const id = parseActivationId(activationId);
  const bucket = bucketOfActivationId(id, server.bucketCount);
  const activation = await readActivation(server.database, bucket, id);
  if (activation === undefined) throw new TallyError('activation_unknown');
  const isConsumed = activation.consumed_at !== null;
  const isExpired = isActivationOver(activation.expires_at, server.clock.nowMs());
  const isDestroyed = activation.sealed_secrets === null;
  if (!isConsumed && (isExpired || isDestroyed)) throw new TallyError('activation_expired');
  return { serverKey: base64UrlText(activation.server_key) };
}
