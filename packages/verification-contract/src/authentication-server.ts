import type { Transaction } from '@tallystick/postgres';
import type { Claim, Verdict, VerificationRequest } from './verdict.ts';

/** The authentication server as the platform reaches it (DESIGN §5), in the same process or apart from it. */
export interface AuthenticationServer {
  readonly codes: CodesInTransaction | CodesApart;
  /** Runs work that gives a payment back; it may run the work twice, and only what the last run has answered counts. */
  withConfirmationKey<Answer>(
    claim: Claim,
    work: (keyOf: ConfirmationKeyReader) => Promise<Answer>,
  ): Promise<Answer>;
}

/** Both share a database: a code is burnt in the commit that books its payment. */
export interface CodesInTransaction {
  readonly kind: 'in_transaction';
  /** Locks the credentials that the codes may stand for, until the transaction ends. */
  lockBatch(
    transaction: Transaction,
    bucket: number,
    requests: readonly VerificationRequest[],
  ): Promise<LockedCodes>;
  /** The buckets of the credentials that a code may stand for, the likeliest first: one or more. Asks nothing. */
  bucketsOf(code: Pick<VerificationRequest, 'alias' | 'intent'>): readonly number[];
  /** Which of them it is, where there are several. A code that turns out to be of none is charged for each try. */
  chooseBucket(request: VerificationRequest): Promise<number>;
}

/** Codes whose credentials are locked until the transaction ends. Those that are not verified stay as they were. */
export interface LockedCodes {
  /** One verdict for each index of the requests, in the same order; the burns travel with the commit. */
  verify(which: readonly number[]): readonly Verdict[];
}

/** Each has a database of its own: a code is burnt, and its verdict stored under the claim, before the payment is booked. */
export interface CodesApart {
  readonly kind: 'apart';
  /** Throws where a code would not be verified now, so that no claim is made for it. */
  assertAvailable(): void;
  /** The same claim and request get the same verdict again. */
  verify(request: VerificationRequest): Promise<Verdict>;
}

/**
 * The confirmation key of a claim, asked for by a transaction that has found out that it needs it; undefined where the claim
 * burnt nothing.
 */
export type ConfirmationKeyReader = (
  transaction: Transaction,
  bucket: number,
  claim: Claim,
) => Promise<Uint8Array | undefined>;
