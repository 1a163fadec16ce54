import { isDeclineCode, type PaymentDetailsJson } from '@tallystick/foundation';
import type { Database, Statement, Transaction } from '@tallystick/postgres';
import type { Confirmation, FinalPayment, StoredPayment } from './payment.ts';

/** A row of `platform.payments` as the driver delivers it. */
export interface PaymentRow {
  readonly merchant_id: string;
  readonly payment_id: string;
  readonly request_hash: Buffer | null;
  readonly state: 'open' | 'final';
  readonly outcome: 'approved' | 'declined' | null;
  readonly error_code: string | null;
  readonly till_number: number;
  readonly amount: bigint | null;
  readonly currency: string | null;
  readonly refunded: bigint;
  readonly refund_transfer_id: string | null;
  readonly account_id: string | null;
  readonly transfer_id: string | null;
  readonly code_ending: string | null;
  readonly receipt_number: number;
  readonly receipt_tag: Buffer | null;
  readonly typed_confirmation: string | null;
  readonly claimed_at: Date;
  readonly decided_at: Date | null;
  /** As it was written: only what the schema of the request lets through. */
  readonly details: PaymentDetailsJson | null;
  readonly order_reference: string | null;
  readonly earlier_payment_id: string | null;
}

export const paymentColumns =
  'merchant_id, payment_id, request_hash, state, outcome, error_code, till_number, amount, currency, refunded, ' +
  'refund_transfer_id, account_id, transfer_id, code_ending, receipt_number, receipt_tag, typed_confirmation, decided_at, details, ' +
  'order_reference, earlier_payment_id, claimed_at';

export function readPaymentStatement(bucket: number, merchantId: string, paymentId: string): Statement {
  return {
    name: 'platform.read_payment',
    text: `SELECT ${paymentColumns} FROM platform.payments WHERE bucket = $1 AND merchant_id = $2 AND payment_id = $3`,
    values: [bucket, merchantId, paymentId],
  };
}

/** What is stored under a merchant’s payment id; undefined where there is nothing. */
export async function readPayment(
  transaction: Pick<Transaction, 'read'>,
  bucket: number,
  merchantId: string,
  paymentId: string,
): Promise<StoredPayment | undefined> {
  const [row] = await transaction.read<PaymentRow>(readPaymentStatement(bucket, merchantId, paymentId));
  return row === undefined ? undefined : toStoredPayment(row);
}

/** The same in a statement of its own. */
export async function readStoredPayment(
  database: Database,
  bucket: number,
  merchantId: string,
  paymentId: string,
): Promise<StoredPayment | undefined> {
  const [row] = await database.query<PaymentRow>(readPaymentStatement(bucket, merchantId, paymentId));
  return row === undefined ? undefined : toStoredPayment(row);
}

export function toStoredPayment(row: PaymentRow): StoredPayment {
  const data = {
    merchantId: row.merchant_id,
    paymentId: row.payment_id,
    tillNumber: row.till_number,
    details: row.details,
    orderReference: row.order_reference,
  };
  const amount =
    row.amount === null || row.currency === null ? null : { minorUnits: row.amount, currency: row.currency };
  if (row.state === 'open') {
    if (row.request_hash === null || amount === null) throw new Error('an open payment lacks its request');
    return { ...data, state: 'open', requestHash: row.request_hash, amount, claimedAt: row.claimed_at };
  }
  if (row.outcome === null || row.decided_at === null) throw new Error('a final payment lacks its outcome');
  return {
    ...data,
    state: 'final',
    requestHash: row.request_hash,
    outcome: row.outcome,
    errorCode: toDeclineCode(row.error_code),
    amount,
    refundedMinorUnits: row.refunded,
    reversalTransferId: row.refund_transfer_id,
    accountId: row.account_id,
    transferId: row.transfer_id,
    codeEnding: row.code_ending,
    earlierPaymentId: row.earlier_payment_id,
    receiptNumber: row.receipt_number,
    confirmation: toConfirmation(row),
    decidedAt: row.decided_at,
  };
}

function toConfirmation(row: PaymentRow): Confirmation | null {
  if (row.receipt_tag === null || row.typed_confirmation === null) return null;
  return { tag: row.receipt_tag, typed: row.typed_confirmation };
}

function toDeclineCode(code: string | null): FinalPayment['errorCode'] {
  if (code === null) return null;
  if (!isDeclineCode(code)) throw new Error('a stored payment names an error that is not a decline');
  return code;
}
