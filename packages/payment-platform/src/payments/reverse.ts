import { uuidV7, type Clock } from '@tallystick/foundation';
import type { Transaction } from '@tallystick/postgres';
import { findClearingAccount } from '../accounts/find-clearing-account.ts';
import { confirm } from '../confirmation/confirm.ts';
import { decideRefund } from '../ledger/decide-refund.ts';
import { lockPayerAccounts } from '../ledger/lock-payer-accounts.ts';
import { writeBalances, writeEntries } from '../ledger/write-bookings.ts';
import type { AuthenticationServer } from './authentication-server.ts';
import { readPaymentStatement, toStoredPayment, type PaymentRow } from './payment-rows.ts';
import type { FinalPayment, OpenPayment } from './payment.ts';
import { writeClosed, writeRefunded, writeTombstone } from './write-reversals.ts';

export interface ReversalParts {
  readonly clock: Clock;
  readonly authenticationServer: AuthenticationServer;
}

export interface ReversalRequest {
  readonly merchantId: string;
  readonly merchantName: string;
  readonly tillNumber: number;
  readonly paymentId: string;
}

export interface Reversal {
  readonly result: 'never_seen' | 'closed' | 'refunded';
  readonly payment: FinalPayment;
}

/**
 * Reverses a payment in whatever state it is (DESIGN §3.6): an id never seen gets a tombstone, so that a late payment is
 * refused; an open one is closed; an approved one is refunded in full, once. Asked again, it answers the same.
 *
 * Every write names the state it was decided from. Where a payment or another reversal was faster, the transaction is run
 * again from its reads.
 */
export async function reverse(
  parts: ReversalParts,
  transaction: Transaction,
  bucket: number,
  request: ReversalRequest,
): Promise<Reversal> {
  const now = new Date(Math.floor(parts.clock.nowMs() / 1000) * 1000);
  const rows = await transaction.read<PaymentRow>(
    readPaymentStatement(bucket, request.merchantId, request.paymentId),
  );
  const stored = rows[0] === undefined ? undefined : toStoredPayment(rows[0]);

  if (stored === undefined) {
    const payment = tombstone(request, now);
    writeTombstone(transaction, bucket, payment);
    return { result: 'never_seen', payment };
  }
  if (stored.state === 'open') {
    const payment = closed(stored, now);
    writeClosed(transaction, bucket, payment);
    return { result: 'closed', payment };
  }
  if (stored.requestHash === null) return { result: 'never_seen', payment: stored };
  if (stored.outcome === 'declined') return { result: 'closed', payment: stored };
  if (stored.refundedMinorUnits > 0n) return { result: 'refunded', payment: stored };
  return { result: 'refunded', payment: await refund(parts, transaction, bucket, request, stored, now) };
}

function tombstone(request: ReversalRequest, now: Date): FinalPayment {
  return {
    state: 'final',
    merchantId: request.merchantId,
    paymentId: request.paymentId,
    tillNumber: request.tillNumber,
    requestHash: null,
    outcome: 'declined',
    errorCode: 'reversed',
    amount: null,
    refundedMinorUnits: 0n,
    accountId: null,
    transferId: null,
    codeEnding: null,
    confirmation: null,
    decidedAt: now,
  };
}

function closed(payment: OpenPayment, now: Date): FinalPayment {
  return {
    ...payment,
    state: 'final',
    outcome: 'declined',
    errorCode: 'reversed',
    refundedMinorUnits: 0n,
    accountId: null,
    transferId: null,
    codeEnding: null,
    confirmation: null,
    decidedAt: now,
  };
}

/** Gives an approved payment back in full and confirms it as the next receipt. */
async function refund(
  parts: ReversalParts,
  transaction: Transaction,
  bucket: number,
  request: ReversalRequest,
  payment: FinalPayment,
  now: Date,
): Promise<FinalPayment> {
  const { accountId, amount } = payment;
  if (accountId === null || amount === null) throw new Error('an approved payment lacks its account');
  const claim = { merchantId: payment.merchantId, paymentId: payment.paymentId };
  const [clearingAccountId, confirmationKey] = await Promise.all([
    readClearingAccountId(transaction, bucket, payment.merchantId, amount.currency),
    parts.authenticationServer.confirmationKeyOfClaim(transaction, bucket, claim),
    lockPayerAccounts(transaction, bucket, [accountId]),
  ]);

  const transferId = uuidV7(parts.clock.nowMs());
  const { entries, payerDelta, clearingDelta } = decideRefund({
    accountId,
    clearingAccountId,
    transferId,
    amount,
  });
  const refunded = { ...payment, refundedMinorUnits: amount.minorUnits };
  const receiptNumber = (payment.confirmation?.receiptNumber ?? 0) + 1;
  const confirmation =
    confirmationKey === undefined
      ? null
      : confirm(refunded, request.merchantName, receiptNumber, confirmationKey);

  const result = { ...refunded, confirmation };
  writeRefunded(transaction, bucket, result, transferId, now);
  writeEntries(transaction, bucket, entries, now);
  writeBalances(transaction, bucket, payerDelta);
  writeBalances(transaction, bucket, clearingDelta);
  return result;
}

/**
 * Read inside the transaction, which has a connection already: many that held one and waited for a second would wait for
 * each other. The account exists, because the payment was booked on it.
 */
async function readClearingAccountId(
  transaction: Transaction,
  bucket: number,
  merchantId: string,
  currency: string,
): Promise<string> {
  const rows = await transaction.read<{ account_id: string }>(
    findClearingAccount({ bucket, merchantId, currency }),
  );
  const row = rows[0];
  if (row === undefined) throw new Error('an approved payment lacks its clearing account');
  return row.account_id;
}
