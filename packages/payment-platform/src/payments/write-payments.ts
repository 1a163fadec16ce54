import type { Transaction } from '@tallystick/postgres';
import type { FinalPayment, PaymentRequest } from './payment.ts';

/** A request and what became of it: its outcome, or null where it stays open. */
export interface DecidedPayment {
  readonly request: PaymentRequest;
  readonly payment: FinalPayment | null;
}

/**
 * Writes claims and outcomes in one statement. A claim that was open before is moved on by the same condition that guards
 * it everywhere: still open, same request. A row that another transaction wrote meanwhile is not changed, the count falls
 * short, and the batch is decided again.
 */
export function writePayments(
  transaction: Transaction,
  bucket: number,
  decided: readonly DecidedPayment[],
  claimedAt: Date,
): void {
  if (decided.length === 0) return;
  const statement = {
    name: 'platform.upsert_payments',
    text: `INSERT INTO platform.payments AS payment
        (bucket, merchant_id, payment_id, request_hash, state, outcome, error_code, till_number, amount, currency,
         account_id, transfer_id, code_ending, receipt_number, receipt_tag, typed_confirmation, decided_at, details,
         order_reference, earlier_payment_id, claimed_at)
      SELECT $1, decided.*, $21
      FROM unnest($2::uuid[], $3::text[], $4::bytea[], $5::text[], $6::text[], $7::text[], $8::integer[], $9::bigint[],
        $10::text[], $11::uuid[], $12::uuid[], $13::text[], $14::smallint[], $15::bytea[], $16::text[],
        $17::timestamptz[], $18::jsonb[], $19::text[], $20::text[]) AS decided
      ON CONFLICT (bucket, merchant_id, payment_id) DO UPDATE
      SET state = EXCLUDED.state, outcome = EXCLUDED.outcome, error_code = EXCLUDED.error_code,
        account_id = EXCLUDED.account_id, transfer_id = EXCLUDED.transfer_id,
        receipt_number = EXCLUDED.receipt_number, receipt_tag = EXCLUDED.receipt_tag,
        typed_confirmation = EXCLUDED.typed_confirmation, decided_at = EXCLUDED.decided_at,
        details = EXCLUDED.details, earlier_payment_id = EXCLUDED.earlier_payment_id
      WHERE payment.state = 'open' AND payment.request_hash = EXCLUDED.request_hash`,
    values: [bucket, ...columnsOf(inIdOrder(decided)), claimedAt],
  };
  transaction.write(statement, decided.length);
}

/** The order in which every server inserts its claims, so that two that meet on an id can’t wait for each other. */
function inIdOrder(decided: readonly DecidedPayment[]): readonly DecidedPayment[] {
  const key = ({ request }: DecidedPayment): string => `${request.merchantId}/${request.paymentId}`;
  return [...decided].sort((left, right) => (key(left) < key(right) ? -1 : 1));
}

function columnsOf(decided: readonly DecidedPayment[]): readonly (readonly unknown[])[] {
  return [
    decided.map(({ request }) => request.merchantId),
    decided.map(({ request }) => request.paymentId),
    decided.map(({ request }) => request.requestHash),
    decided.map(({ payment }) => (payment === null ? 'open' : 'final')),
    decided.map(({ payment }) => payment?.outcome ?? null),
    decided.map(({ payment }) => payment?.errorCode ?? null),
    decided.map(({ request }) => request.tillNumber),
    decided.map(({ request }) => request.amount.minorUnits.toString()),
    decided.map(({ request }) => request.amount.currency),
    decided.map(({ payment }) => payment?.accountId ?? null),
    decided.map(({ payment }) => payment?.transferId ?? null),
    decided.map(({ request }) => request.codeEnding),
    decided.map(({ payment }) => payment?.receiptNumber ?? 0),
    decided.map(({ payment }) => payment?.confirmation?.tag ?? null),
    decided.map(({ payment }) => payment?.confirmation?.typed ?? null),
    decided.map(({ payment }) => payment?.decidedAt ?? null),
    decided.map(({ request }) => (request.details === null ? null : JSON.stringify(request.details))),
    decided.map(({ request }) => request.order?.reference ?? null),
    decided.map(({ payment }) => payment?.earlierPaymentId ?? null),
  ];
}
