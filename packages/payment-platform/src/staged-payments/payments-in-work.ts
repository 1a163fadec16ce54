import type { Statement, Transaction } from '@tallystick/postgres';
import { forgetLikenesses } from '../duplicates/forget-likenesses.ts';
import { likenessKey } from '../duplicates/recent-payments.ts';
import type { PaymentRequest } from '../payments/payment.ts';
import type { BucketedContext } from '../platform-context.ts';
import { verdictLifetimeMs } from './verdict-lifetime.ts';

interface InWorkRow {
  readonly till_number: number;
  readonly alias: string;
  readonly currency: string;
  readonly amount: bigint;
  readonly payment_id: string;
  readonly is_open: boolean;
}

/** What is remembered under the likeness of payments that are being decided. */
export interface PaymentsInWork {
  /** Ids of those that have no outcome yet, by `likenessKey`. */
  readonly open: ReadonlyMap<string, string>;
  /** The id of every row, also of those that have ended: the row that the next one takes the place of. */
  readonly seen: ReadonlyMap<string, string>;
}

/**
 * The payments without an outcome that look like those of a batch. To be read before the recent ones: what ends in between
 * is then found there.
 */
export async function readPaymentsInWork(
  transaction: Transaction,
  bucket: number,
  requests: readonly PaymentRequest[],
): Promise<PaymentsInWork> {
  if (requests.length === 0) return { open: new Map(), seen: new Map() };
  const rows = await transaction.read<InWorkRow>({
    name: 'platform.read_payments_in_work',
    text: `SELECT till_number, alias, currency, amount, payment_id, coalesce(state = 'open', false) AS is_open
      FROM unnest($2::uuid[], $3::integer[], $4::text[], $5::text[], $6::bigint[])
        AS asked (asked_merchant_id, asked_till, asked_alias, asked_currency, asked_amount)
      CROSS JOIN LATERAL (
        SELECT till_number, alias, currency, amount, payment_id FROM platform.payments_in_work
        WHERE bucket = $1 AND till_number = asked_till AND alias = asked_alias AND currency = asked_currency
          AND amount = asked_amount LIMIT 1) AS known
      LEFT JOIN LATERAL (
        SELECT state FROM platform.payments AS payment
        WHERE payment.bucket = $1 AND payment.merchant_id = asked_merchant_id
          AND payment.payment_id = known.payment_id LIMIT 1) AS claim ON true`,
    values: [
      bucket,
      requests.map((request) => request.merchantId),
      requests.map((request) => request.tillNumber),
      requests.map((request) => request.alias),
      requests.map((request) => request.amount.currency),
      requests.map((request) => request.amount.minorUnits.toString()),
    ],
  });
  const entries = rows.map((row) => ({ key: keyOf(row), id: row.payment_id, isOpen: row.is_open }));
  return {
    open: new Map(entries.flatMap(({ key, id, isOpen }) => (isOpen ? [[key, id]] : []))),
    seen: new Map(entries.map(({ key, id }) => [key, id])),
  };
}

/**
 * Remembers claims. Each takes the place of the row that was read, and of no other: where another server has claimed a
 * payment like it meanwhile the count falls short, and the batch is decided again.
 */
export function writePaymentsInWork(
  transaction: Transaction,
  bucket: number,
  claimed: readonly PaymentRequest[],
  { seen }: PaymentsInWork,
  claimedAt: Date,
): void {
  // The last one of a likeness stands for it; in one order on every server, so that two can’t wait for each other.
  const byKey = new Map(claimed.map((request) => [likenessKey(request), request]));
  const rows = [...byKey].sort(([left], [right]) => (left < right ? -1 : 1));
  if (rows.length === 0) return;
  const statement = {
    name: 'platform.upsert_payments_in_work',
    text: `INSERT INTO platform.payments_in_work AS known
        (bucket, till_number, alias, currency, amount, payment_id, claimed_at)
      SELECT $1, claimed.*, $7
      FROM unnest($2::integer[], $3::text[], $4::text[], $5::bigint[], $6::text[]) AS claimed
      ON CONFLICT (bucket, till_number, alias, currency, amount)
      DO UPDATE SET payment_id = EXCLUDED.payment_id, claimed_at = EXCLUDED.claimed_at
      WHERE known.payment_id = EXCLUDED.payment_id OR known.payment_id = ANY($8::text[])`,
    values: [
      bucket,
      rows.map(([, request]) => request.tillNumber),
      rows.map(([, request]) => request.alias),
      rows.map(([, request]) => request.amount.currency),
      rows.map(([, request]) => request.amount.minorUnits.toString()),
      rows.map(([, request]) => request.paymentId),
      claimedAt,
      rows.flatMap(([key]) => seen.get(key) ?? []),
    ],
  };
  transaction.write(statement, rows.length);
}

/** Forgets a payment of which nothing is being decided; another one in its place stays. */
export function forgetPaymentInWork(
  bucket: number,
  { tillNumber, alias, amount, paymentId }: PaymentRequest,
): Statement {
  return {
    name: 'platform.forget_payment_in_work',
    text: `DELETE FROM platform.payments_in_work
      WHERE bucket = $1 AND till_number = $2 AND alias = $3 AND currency = $4 AND amount = $5 AND payment_id = $6`,
    values: [bucket, tillNumber, alias, amount.currency, amount.minorUnits.toString(), paymentId],
  };
}

/** By then the janitor has ended the claim, whatever became of it. */
const keptMs = verdictLifetimeMs + 60_000;

/** Deletes what stands for no open payment any more. */
export function forgetPaymentsInWork(context: BucketedContext): Promise<void> {
  return forgetLikenesses(context, { name: 'payments_in_work', time: 'claimed_at', keptMs });
}

function keyOf(row: InWorkRow): string {
  const amount = { minorUnits: row.amount, currency: row.currency };
  return likenessKey({ tillNumber: row.till_number, alias: row.alias, amount });
}
