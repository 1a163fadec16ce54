import type { Transaction } from '@tallystick/postgres';
import { claimKey, readClaims } from '../payments/claims.ts';
import type { PaymentRequest, StoredPayment } from '../payments/payment.ts';

/** Two payments of the same payer, till and amount within this time may be one that was scanned twice. */
export const suspectWithinMs = 60_000;

interface RecentRow {
  readonly till_number: number;
  readonly alias: string;
  readonly currency: string;
  readonly amount: bigint;
  readonly payment_id: string;
  readonly is_fresh: boolean;
}

type LookedFor = Pick<PaymentRequest, 'merchantId' | 'tillNumber' | 'alias' | 'amount'>;

/** What is remembered of payments that were approved lately. */
export interface RecentPayments {
  /** Ids of those that a payment like them may be a second scan of, by `likenessKey`. */
  readonly inTheWay: ReadonlyMap<string, string>;
  /** The likenesses of all rows, also of those that no longer count: the next payment like one takes its place. */
  readonly stored: ReadonlySet<string>;
}

/** What makes two payments look like one. */
export function likenessKey({ tillNumber, alias, amount }: Omit<LookedFor, 'merchantId'>): string {
  return `${tillNumber}/${alias}/${amount.minorUnits}/${amount.currency}`;
}

/**
 * The payments within the last minute that look like those of a batch. One that was given back whole is none: whoever
 * reversed it and scans again means it. To be asked for behind the locks of the credentials, which keep two payments of
 * one alias apart.
 */
export async function readRecentPayments(
  transaction: Pick<Transaction, 'read'>,
  bucket: number,
  requests: readonly LookedFor[],
  nowMs: number,
): Promise<RecentPayments> {
  if (requests.length === 0) return { inTheWay: new Map(), stored: new Set() };
  const rows = await transaction.read<RecentRow>({
    name: 'platform.read_recent_payments',
    text: `SELECT till_number, alias, currency, amount, payment_id, approved_at > $3 AS is_fresh
      FROM platform.recent_payments WHERE bucket = $1 AND alias = ANY($2::text[])`,
    values: [bucket, requests.map(({ alias }) => alias), new Date(nowMs - suspectWithinMs)],
  });
  const recent = rows.map((row) => ({ ...row, key: likenessKey(toLikeness(row)) }));
  const merchants = new Map(requests.map((request) => [likenessKey(request), request.merchantId]));
  const alike = recent.flatMap(({ key, is_fresh, payment_id: paymentId }) => {
    const merchantId = merchants.get(key);
    return is_fresh && merchantId !== undefined ? [{ key, merchantId, paymentId }] : [];
  });
  const payments = await readClaims(transaction, bucket, alike);
  const standing = alike.filter(({ merchantId, paymentId }) =>
    isStanding(payments.get(claimKey(merchantId, paymentId))),
  );
  return {
    inTheWay: new Map(standing.map(({ key, paymentId }) => [key, paymentId])),
    stored: new Set(recent.map(({ key }) => key)),
  };
}

function isStanding(payment: StoredPayment | undefined): boolean {
  if (payment?.state !== 'final' || payment.amount === null) return false;
  return payment.refundedMinorUnits < payment.amount.minorUnits;
}

/** Remembers approved payments; each takes the place of one like it. */
export function writeRecentPayments(
  transaction: Transaction,
  bucket: number,
  approved: readonly PaymentRequest[],
  { stored }: Pick<RecentPayments, 'stored'>,
  approvedAt: Date,
): void {
  // The last one of a likeness stands for it.
  const byKey = new Map(approved.map((request) => [likenessKey(request), request]));
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

function toLikeness(row: RecentRow): Omit<LookedFor, 'merchantId'> {
  const amount = { minorUnits: row.amount, currency: row.currency };
  return { tillNumber: row.till_number, alias: row.alias, amount };
}
