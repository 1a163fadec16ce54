import type { Transaction } from '@tallystick/postgres';
import { isSameRequest } from './request-hash.ts';
import { paymentColumns, toStoredPayment, type PaymentRow } from './payment-rows.ts';
import type { PaymentAnswer, PaymentRequest, StoredPayment } from './payment.ts';

/** What the claims say about the requests of a batch, before any code is verified. */
export interface SortedClaims {
  /** Answers that are known already, by the index of their request. */
  readonly answered: ReadonlyMap<number, PaymentAnswer>;
  /** Indexes of the requests that are to be decided now, in the order of arrival. */
  readonly undecided: readonly number[];
  /** Those of them whose claim is stored already, and open. */
  readonly open: ReadonlySet<number>;
  /** Requests that repeat an undecided one of the same batch: their index, and whose answer they get. */
  readonly followers: ReadonlyMap<number, number>;
}

/** Reads what is stored under the payment ids of requests. */
export async function readClaims(
  transaction: Pick<Transaction, 'read'>,
  bucket: number,
  requests: readonly Pick<PaymentRequest, 'merchantId' | 'paymentId'>[],
): Promise<ReadonlyMap<string, StoredPayment>> {
  if (requests.length === 0) return new Map();
  const rows = await transaction.read<PaymentRow>({
    name: 'platform.read_claims',
    text: `SELECT ${paymentColumns} FROM unnest($2::uuid[], $3::text[]) AS asked (asked_merchant_id, asked_payment_id)
      CROSS JOIN LATERAL (
        SELECT ${paymentColumns} FROM platform.payments
        WHERE bucket = $1 AND merchant_id = asked_merchant_id AND payment_id = asked_payment_id LIMIT 1) AS payment`,
    values: [
      bucket,
      requests.map((request) => request.merchantId),
      requests.map((request) => request.paymentId),
    ],
  });
  return new Map(rows.map((row) => [claimKey(row.merchant_id, row.payment_id), toStoredPayment(row)]));
}

/**
 * Sorts a batch by its claims (DESIGN §3.6): the same id with the same request gets the stored outcome or the work goes
 * on; with another request it gets `payment_id_reused`, never an old verdict.
 */
export function sortByClaim(
  requests: readonly PaymentRequest[],
  stored: ReadonlyMap<string, StoredPayment>,
): SortedClaims {
  const answered = new Map<number, PaymentAnswer>();
  const followers = new Map<number, number>();
  const leaders = new Map<string, number>();
  const open = new Set<number>();
  requests.forEach((request, index) => {
    const key = claimKey(request.merchantId, request.paymentId);
    const answer = answerFromStore(request, stored.get(key));
    const leader = leaders.get(key);
    if (answer !== undefined) answered.set(index, answer);
    else if (leader === undefined) {
      leaders.set(key, index);
      if (stored.has(key)) open.add(index);
    } else if (isSameRequest(request.requestHash, requests[leader]!.requestHash))
      followers.set(index, leader);
    else answered.set(index, reused);
  });
  return { answered, undecided: [...leaders.values()], open, followers };
}

function answerFromStore(
  request: PaymentRequest,
  stored: StoredPayment | undefined,
): PaymentAnswer | undefined {
  if (stored === undefined) return undefined;
  const isTombstone = stored.requestHash === null;
  if (!isTombstone && !isSameRequest(stored.requestHash, request.requestHash)) return reused;
  return stored.state === 'final' ? { kind: 'final', payment: stored, isRepeat: true } : undefined;
}

const reused: PaymentAnswer = { kind: 'refused', code: 'payment_id_reused' };

/** The name of a claim among all merchants’. */
export function claimKey(merchantId: string, paymentId: string): string {
  return `${merchantId}/${paymentId}`;
}
