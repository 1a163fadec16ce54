import { decideVerdicts } from './decide-verdicts.ts';
import type { Verifier } from './create-verifier.ts';
import { changedCredentials, type LockedBatch } from './verify-batch.ts';
import { writeCharges } from './write-verification.ts';

/**
 * Looks whether the codes of a locked batch stand for credentials of its bucket, and burns none. A code that none of them
 * made is charged as every failure is (DESIGN §3.4).
 *
 * @returns whether no code was one of this bucket.
 */
export function chargeMiss(
  verifier: Verifier,
  { transaction, bucket, requests, credentials, holds }: LockedBatch,
): boolean {
  const nowMs = verifier.clock.nowMs();
  const { limits, guards, kinds, decoys } = verifier;
  const decision = decideVerdicts({ nowMs, limits, guards, kinds, decoys, requests, credentials, holds });
  const isMiss = decision.verdicts.every(
    (verdict) => verdict.kind === 'declined' && verdict.code === 'code_refused',
  );
  if (isMiss) writeCharges(transaction, bucket, changedCredentials(credentials, decision.credentials));
  return isMiss;
}
