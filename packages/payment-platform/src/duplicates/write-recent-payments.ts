import type { Transaction } from '@tallystick/postgres';
import { isWithoutOrder, type DecidedPayment, type PaymentRequest } from '../payments/payment.ts';
import { likenessKey, type StoredLikenesses } from './recent-payments.ts';

/** Remembers the approved payments without an order; each takes the place of one like it. */
export function writeRecentPayments(
  transaction: Transaction,
  bucket: number,
  decided: readonly DecidedPayment[],
  stored: StoredLikenesses,
  approvedAt: Date,
): void {
  const approved = decided.filter(
    ({ request, payment }) => payment?.outcome === 'approved' && isWithoutOrder(request),
  );
  // The last one of a likeness stands for it.
  const byKey = new Map(approved.map(({ request }) => [likenessKey(request), request]));
  const known: PaymentRequest[] = [];
  const fresh: PaymentRequest[] = [];
  for (const [key, request] of byKey) (stored.has(key) ? known : fresh).push(request);
  if (fresh.length > 0) transaction.insert(insertStatement(bucket, fresh, approvedAt));
  if (known.length > 0) transaction.write(replaceStatement(bucket, known, approvedAt), known.length);
}

function insertStatement(bucket: number, approved: readonly PaymentRequest[], approvedAt: Date) {
  return {
    name: 'platform.insert_recent_payments',
    text: `INSERT INTO platform.recent_payments
        (bucket, till_number, alias, currency, amount, payment_id, approved_at)
      SELECT $1, recent.*, $7
      FROM unnest($2::integer[], $3::text[], $4::text[], $5::bigint[], $6::text[]) AS recent`,
    values: [bucket, ...columnsOf(approved), approvedAt],
  };
}

function replaceStatement(bucket: number, approved: readonly PaymentRequest[], approvedAt: Date) {
  return {
    name: 'platform.replace_recent_payments',
    text: `UPDATE platform.recent_payments AS known SET payment_id = recent.payment_id, approved_at = $7
      FROM unnest($2::integer[], $3::text[], $4::text[], $5::bigint[], $6::text[])
        AS recent (till_number, alias, currency, amount, payment_id)
      WHERE known.bucket = $1 AND known.alias = ANY($3::text[]) AND known.alias = recent.alias
        AND known.till_number = recent.till_number AND known.currency = recent.currency
        AND known.amount = recent.amount`,
    values: [bucket, ...columnsOf(approved), approvedAt],
  };
}

function columnsOf(approved: readonly PaymentRequest[]): readonly (readonly unknown[])[] {
  return [
    approved.map((request) => request.tillNumber),
    approved.map((request) => request.alias),
    approved.map((request) => request.amount.currency),
    approved.map((request) => request.amount.minorUnits.toString()),
    approved.map((request) => request.paymentId),
  ];
}
