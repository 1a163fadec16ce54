import { isFromTheFuture } from '@tallystick/foundation';
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
  readonly approved_at: Date;
}

type LookedFor = Pick<PaymentRequest, 'merchantId' | 'tillNumber' | 'alias' | 'amount'>;

/** The likenesses of which a payment is remembered, though it may be too old to count: the next one takes its place. */
export type StoredLikenesses = ReadonlySet<string>;

/** What is remembered of payments that were approved lately. */
export interface RecentPayments {
  /** Ids of those that a payment like them may be a second scan of, by `likenessKey`. */
  readonly inTheWay: ReadonlyMap<string, string>;
  readonly stored: StoredLikenesses;
}

/** What makes two payments look like one. */
export function likenessKey({ tillNumber, alias, amount }: Omit<LookedFor, 'merchantId'>): string {
  return `${tillNumber}/${alias}/${amount.minorUnits}/${amount.currency}`;
}

/**
 * The payments within the last minute that look like those of a batch. One that was given back whole is none: whoever
 * reversed it and scans again means it. To be asked for behind what keeps two payments of one alias apart: the locks of the
 * credentials, or the rows of payments in work.
 */
export async function readRecentPayments(
  transaction: Pick<Transaction, 'read'>,
  bucket: number,
  requests: readonly LookedFor[],
  nowMs: number,
): Promise<RecentPayments> {
  const recent = await readRows(transaction, bucket, requests);
  const merchants = new Map(requests.map((request) => [likenessKey(request), request.merchantId]));
  const alike = recent.flatMap(({ key, payment_id: paymentId, approved_at: approvedAt }) => {
    const merchantId = merchants.get(key);
    return isRecent(approvedAt.getTime(), nowMs) && merchantId !== undefined
      ? [{ key, merchantId, paymentId }]
      : [];
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

/** A payment that was approved while the clock was ahead is none: it would be in the way until that time has passed. */
function isRecent(approvedAtMs: number, nowMs: number): boolean {
  return approvedAtMs > nowMs - suspectWithinMs && !isFromTheFuture(approvedAtMs, nowMs);
}

/** Only which likenesses have a row, for who writes and does not judge. */
export async function readStoredLikenesses(
  transaction: Pick<Transaction, 'read'>,
  bucket: number,
  requests: readonly LookedFor[],
): Promise<StoredLikenesses> {
  const recent = await readRows(transaction, bucket, requests);
  return new Set(recent.map(({ key }) => key));
}

async function readRows(
  transaction: Pick<Transaction, 'read'>,
  bucket: number,
  requests: readonly LookedFor[],
): Promise<readonly (RecentRow & { readonly key: string })[]> {
  if (requests.length === 0) return [];
  const rows = await transaction.read<RecentRow>({
    name: 'platform.read_recent_payments',
    text: `SELECT till_number, alias, currency, amount, payment_id, approved_at FROM platform.recent_payments
      WHERE bucket = $1 AND alias = ANY($2::text[])`,
    values: [bucket, requests.map(({ alias }) => alias)],
  });
  return rows.map((row) => ({ ...row, key: likenessKey(toLikeness(row)) }));
}

function isStanding(payment: StoredPayment | undefined): boolean {
  if (payment?.state !== 'final' || payment.amount === null) return false;
  return payment.refundedMinorUnits < payment.amount.minorUnits;
}

function toLikeness(row: RecentRow): Omit<LookedFor, 'merchantId'> {
  const amount = { minorUnits: row.amount, currency: row.currency };
  return { tillNumber: row.till_number, alias: row.alias, amount };
}
