import type { Claim, LockedBatch, Verdict, VerificationRequest } from '@tallystick/authentication-server';
import type { Transaction } from '@tallystick/postgres';

/**
 * The authentication server as the platform reaches it. In one process all calls work inside the platform’s transaction,
 * so that the code is burnt in the commit that books its payment.
 */
export interface AuthenticationServer {
  /** Locks the credentials that the codes may stand for, until the transaction ends. */
  lockBatch(
    transaction: Transaction,
    bucket: number,
    requests: readonly VerificationRequest[],
  ): Promise<LockedBatch>;
  /** One verdict for each index, in the same order; the burns travel with the commit. */
  verifyLocked(locked: LockedBatch, which: readonly number[]): readonly Verdict[];
  /** Undefined where the claim burnt nothing. */
  confirmationKeyOfClaim(
    transaction: Transaction,
    bucket: number,
    claim: Claim,
  ): Promise<Uint8Array | undefined>;
}
