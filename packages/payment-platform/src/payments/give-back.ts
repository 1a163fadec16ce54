import type { Money } from '@tallystick/foundation';
import type { Transaction } from '@tallystick/postgres';
import { findClearingAccount } from '../accounts/find-clearing-account.ts';
import { confirm } from '../confirmation/confirm.ts';
import { lockPayerAccounts } from '../ledger/lock-payer-accounts.ts';
import type { ConfirmationKeyReader } from '@tallystick/verification-contract';
import { bookTransfer, type Booking } from '../ledger/transfer.ts';
import { readPayment } from './payment-rows.ts';
import type { FinalPayment } from './payment.ts';

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
}

/** An approved payment before and after some of it went back, and the transfer. */
export interface GivenBack {
  readonly before: FinalPayment;
  readonly after: FinalPayment;
  readonly booking: Booking;
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

/** Gives a part or the rest of a payment back, and confirms it as the payment’s next receipt. A pure function. */
export function decideGiveBack(
  { payment, accountId, clearingAccountId, confirmationKey }: PaymentToGiveBack,
  { minorUnits, transferId, merchantName, isReversal }: GivingBack,
): GivenBack {
  const unconfirmed: FinalPayment = {
    ...payment,
    refundedMinorUnits: payment.refundedMinorUnits + minorUnits,
    reversalTransferId: isReversal ? transferId : null,
    receiptNumber: payment.receiptNumber + 1,
    confirmation: null,
  };
  const confirmation =
    confirmationKey === undefined ? null : confirm(unconfirmed, merchantName, confirmationKey);
  return {
    before: payment,
    after: { ...unconfirmed, confirmation },
    booking: bookTransfer({
      transferId,
      fromAccountId: clearingAccountId,
      toAccountId: accountId,
      minorUnits,
    }),
  };
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
