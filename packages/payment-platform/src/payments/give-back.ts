import type { Money } from '@tallystick/foundation';
import type { Transaction } from '@tallystick/postgres';
import { findClearingAccount } from '../accounts/find-clearing-account.ts';
import { confirm } from '../confirmation/confirm.ts';
import { decideRefund } from '../ledger/decide-refund.ts';
import { lockPayerAccounts } from '../ledger/lock-payer-accounts.ts';
import { writeBalances, writeEntries } from '../ledger/write-bookings.ts';
import type { ConfirmationKeyReader } from '@tallystick/verification-contract';
import { readPayment } from './payment-rows.ts';
import type { FinalPayment } from './payment.ts';
import { writeGivenBack } from './write-reversals.ts';

/** An approved payment whose payer’s account is locked, and all that is needed to give some of it back. */
export interface PaymentToGiveBack {
  /** As it was read behind the lock. */
  readonly payment: FinalPayment;
  readonly amount: Money;
  readonly accountId: string;
  readonly clearingAccountId: string;
  readonly confirmationKey: Uint8Array | undefined;
}

export interface GivingBack {
  readonly minorUnits: bigint;
  readonly transferId: string;
  readonly merchantName: string;
  readonly isReversal: boolean;
  readonly now: Date;
}

/**
 * Locks the payer’s account of an approved payment, then reads the payment again. All that gives a payment back goes
 * through this lock, so what is read behind it stays true until the transaction ends.
 *
 * What the caller asks of the transaction in the same turn is read behind the lock as well: statements run in the order in
 * which they are sent.
 */
export async function lockToGiveBack(
  confirmationKeyOf: ConfirmationKeyReader,
  transaction: Transaction,
  bucket: number,
  { merchantId, paymentId, accountId, amount }: FinalPayment,
): Promise<PaymentToGiveBack> {
  if (accountId === null || amount === null) throw new Error('an approved payment lacks its account');
  const claim = { merchantId, paymentId };
  const [, payment, clearingAccountId, confirmationKey] = await Promise.all([
    lockPayerAccounts(transaction, bucket, [accountId]),
    readPayment(transaction, bucket, merchantId, paymentId),
    readClearingAccountId(transaction, bucket, merchantId, amount.currency),
    confirmationKeyOf(transaction, bucket, claim),
  ]);
  if (payment?.state !== 'final') throw new Error('an outcome stands for ever');
  return { payment, amount, accountId, clearingAccountId, confirmationKey };
}

/** Books a part or the rest of a payment back to the payer, and confirms it as the payment’s next receipt. */
export function giveBack(
  transaction: Transaction,
  bucket: number,
  { payment, amount, accountId, clearingAccountId, confirmationKey }: PaymentToGiveBack,
  { minorUnits, transferId, merchantName, isReversal, now }: GivingBack,
): FinalPayment {
  const unconfirmed: FinalPayment = {
    ...payment,
    refundedMinorUnits: payment.refundedMinorUnits + minorUnits,
    reversalTransferId: isReversal ? transferId : null,
    receiptNumber: payment.receiptNumber + 1,
    confirmation: null,
  };
  const confirmation =
    confirmationKey === undefined ? null : confirm(unconfirmed, merchantName, confirmationKey);
  const givenBack = { ...unconfirmed, confirmation };
  const { entries, deltas } = decideRefund({
    accountId,
    clearingAccountId,
    transferId,
    amount: { minorUnits, currency: amount.currency },
  });
  writeGivenBack(transaction, bucket, { before: payment, after: givenBack }, now);
  writeEntries(transaction, bucket, entries, now);
  writeBalances(transaction, bucket, deltas);
  return givenBack;
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
