import type { Statement, Transaction } from '@tallystick/postgres';
import { byHomeBucket, type OrderChanges, type OrderState } from '../orders/order.ts';
import { claimKey } from '../payments/claims.ts';
import type { DecidedPayment, FinalPayment } from '../payments/payment.ts';

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

/** Closes an id that was never seen: the payment that comes late finds its outcome. */
export function writeTombstone(transaction: Transaction, bucket: number, payment: FinalPayment): void {
  const statement = {
    name: 'platform.insert_tombstone',
    text: `INSERT INTO platform.payments
        (bucket, merchant_id, payment_id, state, outcome, error_code, till_number, claimed_at, decided_at)
      VALUES ($1, $2, $3, 'final', 'declined', $4, $5, $6, $6)
      ON CONFLICT (bucket, merchant_id, payment_id) DO NOTHING`,
    values: [
      bucket,
      payment.merchantId,
      payment.paymentId,
      payment.errorCode,
      payment.tillNumber,
      payment.decidedAt,
    ],
  };
  transaction.write(statement, 1);
}

/** Closes a claim that has no outcome yet; the condition has the form of `moveOnOpenPayments`. */
export function writeClosed(transaction: Transaction, bucket: number, payment: FinalPayment): void {
  const statement = {
    name: 'platform.close_payment',
    text: `UPDATE platform.payments
      SET state = 'final', outcome = 'declined', error_code = $4, code_ending = NULL, decided_at = $5
      WHERE bucket = $1 AND merchant_id = $2 AND payment_id = $3 AND state <> 'final'`,
    values: [bucket, payment.merchantId, payment.paymentId, payment.errorCode, payment.decidedAt],
  };
  transaction.write(statement, 1);
}

/**
 * Marks a part of an approved payment, or the rest of it, as given back. It names what had gone back before, so that of two
 * that decided from the same row one changes nothing and decides again.
 */
export function writeGivenBack(
  transaction: Transaction,
  bucket: number,
  { before, after }: { readonly before: FinalPayment; readonly after: FinalPayment },
  givenBackAt: Date,
): void {
  const statement = {
    name: 'platform.give_back_payment',
    text: `UPDATE platform.payments
      SET refunded = $4, refund_transfer_id = $5, refunded_at = $6, receipt_number = $7, receipt_tag = $8,
        typed_confirmation = $9
      WHERE bucket = $1 AND merchant_id = $2 AND payment_id = $3 AND outcome = 'approved' AND refunded = $10
        AND refund_transfer_id IS NULL`,
    values: [
      bucket,
      after.merchantId,
      after.paymentId,
      after.refundedMinorUnits.toString(),
      after.reversalTransferId,
      givenBackAt,
      after.receiptNumber,
      after.confirmation?.tag ?? null,
      after.confirmation?.typed ?? null,
      before.refundedMinorUnits.toString(),
    ],
  };
  transaction.write(statement, 1);
}

/** Writes back those of the locked orders that changed. Their rows are locked, so that nothing can come between. */
export function writeOrders(transaction: Transaction, { bucketCount, before, after }: OrderChanges): void {
  const changed = [...after].filter(([key, order]) => before.get(key) !== order).map(([, order]) => order);
  for (const [bucket, orders] of byHomeBucket(bucketCount, changed))
    transaction.write(updateOrders(bucket, orders), orders.length);
}

function updateOrders(bucket: number, changed: readonly OrderState[]): Statement {
  return {
    name: 'platform.update_orders',
    text: `UPDATE platform.orders AS stored
      SET currency = changed.currency, total = changed.total, reserved = changed.reserved, paid = changed.paid,
        paid_by = changed.paid_by
      FROM unnest($2::uuid[], $3::text[], $4::text[], $5::bigint[], $6::bigint[], $7::bigint[], $8::text[])
        AS changed (merchant_id, order_reference, currency, total, reserved, paid, paid_by)
      WHERE stored.bucket = $1 AND stored.merchant_id = ANY($2::uuid[]) AND stored.order_reference = ANY($3::text[])
        AND stored.merchant_id = changed.merchant_id AND stored.order_reference = changed.order_reference`,
    values: [
      bucket,
      changed.map((order) => order.merchantId),
      changed.map((order) => order.reference),
      changed.map((order) => order.currency),
      changed.map((order) => order.totalMinorUnits.toString()),
      changed.map((order) => order.reservedMinorUnits.toString()),
      changed.map((order) => order.paidMinorUnits.toString()),
      changed.map((order) => order.paidBy),
    ],
  };
}
