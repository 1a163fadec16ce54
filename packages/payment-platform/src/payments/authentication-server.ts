import type { Claim, Verdict, VerificationRequest } from '@tallystick/authentication-server';
import type { Transaction } from '@tallystick/postgres';

/**
 * The authentication server as the platform reaches it. In one process both calls work inside the platform’s transaction,
 * so that the code is burnt in the commit that books its payment.
 */
export interface AuthenticationServer {
  verifyBatch(
    transaction: Transaction,
    bucket: number,
    requests: readonly VerificationRequest[],
  ): Promise<readonly Verdict[]>;
  /** Undefined where the claim burnt nothing. */
  confirmationKeyOfClaim(
    transaction: Transaction,
    bucket: number,
    claim: Claim,
  ): Promise<Uint8Array | undefined>;
}
