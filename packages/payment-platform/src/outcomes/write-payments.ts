import type { Transaction } from '@tallystick/postgres';
import { claimKey } from '../payments/claims.ts';
import type { FinalPayment, PaymentRequest } from '../payments/payment.ts';

/** A request and what became of it: its outcome, or null where it stays open. */
export interface DecidedPayment {
  readonly request: PaymentRequest;
  readonly payment: FinalPayment | null;
  /** Whether its claim was stored before, without an outcome. */
  readonly wasOpen: boolean;
}

/**
 * Writes claims and outcomes. Of an id that another transaction has written meanwhile, or that was taken to be new and is
 * not, the insert fails or the count falls short, and the batch is decided again.
 */
export function writePayments(
  transaction: Transaction,
  bucket: number,
  decided: readonly DecidedPayment[],
  claimedAt: Date,
): void {
  const inOrder = inIdOrder(decided);
  insertPayments(
    transaction,
    bucket,
    inOrder.filter(({ wasOpen }) => !wasOpen),
    claimedAt,
  );
  moveOnOpenPayments(
    transaction,
    bucket,
    inOrder.filter(({ wasOpen }) => wasOpen),
  );
}

function insertPayments(
  transaction: Transaction,
  bucket: number,
  decided: readonly DecidedPayment[],
  claimedAt: Date,
): void {
  if (decided.length === 0) return;
  const statement = {
    name: 'platform.insert_payments',
    text: `INSERT INTO platform.payments
        (bucket, merchant_id, payment_id, state, outcome, error_code, account_id, transfer_id, receipt_number,
         receipt_tag, typed_confirmation, decided_at, details, earlier_payment_id, request_hash, till_number, amount,
         currency, code_ending, order_reference, claimed_at)
      SELECT $1, decided.*, $21
      FROM unnest(${outcomeTypes}, $15::bytea[], $16::integer[], $17::bigint[], $18::text[], $19::text[], $20::text[])
        AS decided`,
    values: [
      bucket,
      ...outcomesOf(decided),
      decided.map(({ request }) => request.requestHash),
      decided.map(({ request }) => request.tillNumber),
      decided.map(({ request }) => request.amount.minorUnits.toString()),
      decided.map(({ request }) => request.amount.currency),
      decided.map(({ request }) => request.codeEnding),
      decided.map(({ request }) => request.order?.reference ?? null),
      claimedAt,
    ],
  };
  transaction.insert(statement);
}

/**
 * Under the condition that guards an open claim everywhere: still open, same request. It is written as `<> 'final'`, which
 * says the same, because for `= 'open'` the planner may walk the index of all open payments instead of looking up the key.
 */
function moveOnOpenPayments(
  transaction: Transaction,
  bucket: number,
  decided: readonly DecidedPayment[],
): void {
  if (decided.length === 0) return;
  const statement = {
    name: 'platform.move_on_payments',
    text: `UPDATE platform.payments AS payment
      SET state = decided.state, outcome = decided.outcome, error_code = decided.error_code,
        account_id = decided.account_id, transfer_id = decided.transfer_id, receipt_number = decided.receipt_number,
        receipt_tag = decided.receipt_tag, typed_confirmation = decided.typed_confirmation,
        decided_at = decided.decided_at, details = decided.details,
        earlier_payment_id = decided.earlier_payment_id
      FROM unnest(${outcomeTypes}, $15::bytea[])
        AS decided (merchant_id, payment_id, state, outcome, error_code, account_id, transfer_id, receipt_number,
          receipt_tag, typed_confirmation, decided_at, details, earlier_payment_id, request_hash)
      WHERE payment.bucket = $1 AND payment.merchant_id = ANY($2::uuid[]) AND payment.payment_id = ANY($3::text[])
        AND payment.merchant_id = decided.merchant_id AND payment.payment_id = decided.payment_id
        AND payment.state <> 'final' AND payment.request_hash = decided.request_hash`,
    values: [bucket, ...outcomesOf(decided), decided.map(({ request }) => request.requestHash)],
  };
  transaction.write(statement, decided.length);
}

/** The order in which every server inserts its claims, so that two that meet on an id can’t wait for each other. */
function inIdOrder(decided: readonly DecidedPayment[]): readonly DecidedPayment[] {
  const key = ({ request }: DecidedPayment): string => claimKey(request.merchantId, request.paymentId);
  return [...decided].sort((left, right) => (key(left) < key(right) ? -1 : 1));
}

/** What both statements begin with: the id, and what became of the payment. */
const outcomeTypes =
  '$2::uuid[], $3::text[], $4::text[], $5::text[], $6::text[], $7::uuid[], $8::uuid[], $9::smallint[], $10::bytea[], ' +
  '$11::text[], $12::timestamptz[], $13::jsonb[], $14::text[]';

function outcomesOf(decided: readonly DecidedPayment[]): readonly (readonly unknown[])[] {
  return [
    decided.map(({ request }) => request.merchantId),
    decided.map(({ request }) => request.paymentId),
    decided.map(({ payment }) => (payment === null ? 'open' : 'final')),
    decided.map(({ payment }) => payment?.outcome ?? null),
    decided.map(({ payment }) => payment?.errorCode ?? null),
    decided.map(({ payment }) => payment?.accountId ?? null),
    decided.map(({ payment }) => payment?.transferId ?? null),
    decided.map(({ payment }) => payment?.receiptNumber ?? 0),
    decided.map(({ payment }) => payment?.confirmation?.tag ?? null),
    decided.map(({ payment }) => payment?.confirmation?.typed ?? null),
    decided.map(({ payment }) => payment?.decidedAt ?? null),
    decided.map(({ request }) => (request.details === null ? null : JSON.stringify(request.details))),
    decided.map(({ payment }) => payment?.earlierPaymentId ?? null),
  ];
}
