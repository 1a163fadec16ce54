import type { Transaction } from '@tallystick/postgres';
import type { PaymentRequest } from '../payments/payment.ts';

/** Two payments of the same payer, till and amount within this time may be one that was scanned twice. */
export const suspectWithinMs = 60_000;

interface RecentRow {
  readonly till_number: number;
  readonly alias: string;
  readonly currency: string;
  readonly amount: bigint;
  readonly payment_id: string;
}

type LookedFor = Pick<PaymentRequest, 'merchantId' | 'tillNumber' | 'alias' | 'amount'>;

/** What makes two payments look like one. */
export function likenessKey({ tillNumber, alias, amount }: Omit<LookedFor, 'merchantId'>): string {
  return `${tillNumber}/${alias}/${amount.minorUnits}/${amount.currency}`;
}

/**
 * The payments within the last minute that look like those of a batch: their ids by `likenessKey`. One that was given back
 * whole is none: whoever reversed it and scans again means it. To be asked for behind the locks of the credentials, which
 * keep two payments of one alias apart.
 */
export async function readRecentPayments(
  transaction: Transaction,
  bucket: number,
  requests: readonly LookedFor[],
  nowMs: number,
): Promise<ReadonlyMap<string, string>> {
  if (requests.length === 0) return new Map();
  const rows = await transaction.read<RecentRow>({
    name: 'platform.read_recent_payments',
    text: `SELECT till_number, alias, currency, amount, payment_id
      FROM unnest($2::uuid[], $3::integer[], $4::text[], $5::text[], $6::bigint[])
        AS asked (asked_merchant_id, asked_till, asked_alias, asked_currency, asked_amount)
      CROSS JOIN LATERAL (
        SELECT till_number, alias, currency, amount, payment_id FROM platform.recent_payments
        WHERE bucket = $1 AND till_number = asked_till AND alias = asked_alias AND currency = asked_currency
          AND amount = asked_amount AND approved_at > $7 LIMIT 1) AS recent
      CROSS JOIN LATERAL (
        SELECT FROM platform.payments AS payment
        WHERE payment.bucket = $1 AND payment.merchant_id = asked_merchant_id
          AND payment.payment_id = recent.payment_id AND payment.refunded < payment.amount LIMIT 1) AS standing`,
    values: [
      bucket,
      requests.map((request) => request.merchantId),
      requests.map((request) => request.tillNumber),
      requests.map((request) => request.alias),
      requests.map((request) => request.amount.currency),
      requests.map((request) => request.amount.minorUnits.toString()),
      new Date(nowMs - suspectWithinMs),
    ],
  });
  return new Map(rows.map((row) => [likenessKey(toLikeness(row)), row.payment_id]));
}

/** Remembers approved payments; each takes the place of one like it. */
export function writeRecentPayments(
  transaction: Transaction,
  bucket: number,
  approved: readonly PaymentRequest[],
  approvedAt: Date,
): void {
  if (approved.length === 0) return;
  const statement = {
    name: 'platform.upsert_recent_payments',
    text: `INSERT INTO platform.recent_payments
        (bucket, till_number, alias, currency, amount, payment_id, approved_at)
      SELECT $1, recent.*, $7
      FROM unnest($2::integer[], $3::text[], $4::text[], $5::bigint[], $6::text[]) AS recent
      ON CONFLICT (bucket, till_number, alias, currency, amount)
      DO UPDATE SET payment_id = EXCLUDED.payment_id, approved_at = EXCLUDED.approved_at`,
    values: [
      bucket,
      approved.map((request) => request.tillNumber),
      approved.map((request) => request.alias),
      approved.map((request) => request.amount.currency),
      approved.map((request) => request.amount.minorUnits.toString()),
      approved.map((request) => request.paymentId),
      approvedAt,
    ],
  };
  transaction.write(statement, approved.length);
}

function toLikeness(row: RecentRow): Omit<LookedFor, 'merchantId'> {
  const amount = { minorUnits: row.amount, currency: row.currency };
  return { tillNumber: row.till_number, alias: row.alias, amount };
}
