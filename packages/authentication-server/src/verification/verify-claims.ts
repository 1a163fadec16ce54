import type { ProblemCode } from '@tallystick/foundation';
import { equalBytes } from '@tallystick/otp';
import type { Transaction } from '@tallystick/postgres';
import { claimKey, readStoredVerdicts, type StoredVerdict } from './stored-verdicts.ts';
import type { Verdict, VerificationRequest } from '@tallystick/verification-contract';
import type { Verifier } from './create-verifier.ts';
import { lockBatch, verifyLocked } from './verify-batch.ts';

/** What the authentication server answers to one claim where it has a commit of its own. */
export type ClaimAnswer =
  | { readonly kind: 'verdict'; readonly verdict: Verdict }
  | { readonly kind: 'refused'; readonly code: ProblemCode };

/**
 * Verifies codes in a transaction of the authentication server’s own (DESIGN §3.6, “Split”): burn and verdict are one
 * commit, and the verdict stands under its claim. The same claim with the same request gets the same verdict
 * again, so that a lost answer does no harm; with another request it gets none.
 */
export async function verifyClaims(
  verifier: Verifier,
  transaction: Transaction,
  bucket: number,
  requests: readonly VerificationRequest[],
): Promise<readonly ClaimAnswer[]> {
  // The locks are asked for first, so that the verdicts are read behind them.
  const [locked, stored] = await Promise.all([
    lockBatch(verifier, transaction, bucket, requests),
    readStoredVerdicts(
      verifier,
      transaction,
      bucket,
      requests.map(({ claim }) => claim),
    ),
  ]);
  const leaders = new Map<string, number>();
  requests.forEach(({ claim }, index) => {
    const key = claimKey(claim);
    if (!stored.has(key) && !leaders.has(key)) leaders.set(key, index);
  });
  const which = [...leaders.values()];
  const verdicts = verifyLocked(verifier, locked, which, { keepsRequestHash: true });
  const given = new Map(stored);
  which.forEach((index, position) => {
    const { claim, requestHash } = requests[index]!;
    given.set(claimKey(claim), { requestHash, verdict: verdicts[position]! });
  });
  return requests.map((request) => answerOf(request, given.get(claimKey(request.claim))!));
}

function answerOf({ requestHash }: VerificationRequest, given: StoredVerdict): ClaimAnswer {
  const isSame = given.requestHash !== null && equalBytes(given.requestHash, requestHash);
  return isSame
    ? { kind: 'verdict', verdict: given.verdict }
    : { kind: 'refused', code: 'verdict_of_another_request' };
}
