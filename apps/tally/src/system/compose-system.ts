import {
  bucketsOfCode,
  changeCredentialState,
  chooseBucket,
  completeEnrolment,
  confirmationKeyOfClaim,
  createActivation,
  listCredentials,
  lockBatch,
  offerEnrolment,
  verifyLocked,
  type EnrolmentServer,
} from '@tallystick/authentication-server';
import type { AuthenticationServer } from '@tallystick/verification-contract';
import type { PaymentService, RefundService, TopUpContext } from '@tallystick/payment-platform';
import {
  choresOfAuthentication,
  composeAuthentication,
  type AuthenticationOptions,
  type AuthenticationParts,
} from './compose-authentication.ts';
import {
  composePlatform,
  openPlatform,
  type PlatformOptions,
  type PlatformPeer,
  type Routes,
} from './compose-platform.ts';
import { choresOfPlatform, startHousekeeping } from './housekeeping.ts';

export interface SystemOptions extends AuthenticationOptions, PlatformOptions {
  /** For tests that tidy up at moments of their own; every minute where it is not given. */
  readonly housekeeping?: 'every_minute' | 'never';
}

/** The platform and the authentication server on one database, in one process. */
export interface System {
  readonly routes: Routes;
  readonly payments: PaymentService;
  readonly refunds: RefundService;
  readonly platform: TopUpContext;
  readonly enrolment: EnrolmentServer;
  /** Resolves where payments can be decided now; throws what is in the way. */
  checkReadiness(): Promise<void>;
  /** Finishes what is queued. The HTTP server is closed before, the database after. */
  close(): Promise<void>;
}

/**
 * Puts the parts together.
 *
 * @throws TallyError `bucket_count_wrong`, or `key_file_wrong` where the key ring is not that of this database; nothing is
 *   changed then.
 */
export async function composeSystem(options: SystemOptions): Promise<System> {
  const context = await openPlatform(options);
  const parts = await composeAuthentication(options, context.bucketCount);
  const { routes, payments, refunds, platform, clockGuard, close } = composePlatform(
    options,
    context,
    inThisProcess(parts),
  );
  const { enrolment } = parts;
  const housekeeping =
    options.housekeeping === 'never'
      ? undefined
      : startHousekeeping(
          [...choresOfAuthentication(enrolment), ...choresOfPlatform(platform)],
          clockGuard.assertClockSafe,
        );
  return {
    routes,
    payments,
    refunds,
    platform,
    enrolment,
    async checkReadiness() {
      await clockGuard.look();
      clockGuard.assertClockSafe();
      await options.database.assertWritable();
    },
    async close() {
      await housekeeping?.stop();
      await close();
    },
  };
}

/** The authentication server as the platform reaches it where both share a process and a transaction. */
function inThisProcess({ enrolment, verifier }: AuthenticationParts): PlatformPeer {
  const { database, bucketCount } = enrolment;
  const chooser = { database, bucketCount, verifier };
  const keyOf = confirmationKeyOfClaim.bind(undefined, verifier);
  const authenticationServer: AuthenticationServer = {
    codes: {
      kind: 'in_transaction',
      bucketsOf: bucketsOfCode.bind(undefined, chooser),
      chooseBucket: chooseBucket.bind(undefined, chooser),
      async lockBatch(...asked) {
        const locked = await lockBatch(verifier, ...asked);
        return { verify: (which) => verifyLocked(verifier, locked, which) };
      },
    },
    withConfirmationKey: (_claim, work) => work(keyOf),
  };
  return {
    authenticationServer,
    kinds: enrolment.kinds.all,
    requestHashKey: enrolment.keyRing.requestHashKey,
    offerEnrolment: offerEnrolment.bind(undefined, enrolment),
    completeEnrolment: completeEnrolment.bind(undefined, enrolment),
    issueActivation: createActivation.bind(undefined, enrolment),
    listCredentials: listCredentials.bind(undefined, enrolment),
    changeCredentialState: changeCredentialState.bind(undefined, enrolment),
  };
}
