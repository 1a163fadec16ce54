import assert from 'node:assert/strict';
import { test } from 'node:test';
import { decideGiveBack } from './give-back.ts';
import type { FinalPayment } from './payment.ts';

const payment: FinalPayment = {
  ...{ state: 'final', merchantId: 'm', paymentId: 'P', tillNumber: 1, requestHash: new Uint8Array(32) },
  ...{ outcome: 'approved', errorCode: null, amount: { minorUnits: 900n, currency: 'EUR' } },
  ...{ refundedMinorUnits: 100n, reversalTransferId: null, accountId: 'payer', transferId: 't1' },
  ...{ codeEnding: '1234', details: null, orderReference: null, earlierPaymentId: null },
  ...{ receiptNumber: 1, confirmation: null, decidedAt: new Date(0) },
};
const locked = {
  ...{ payment, amount: { minorUnits: 900n, currency: 'EUR' }, accountId: 'payer' },
  ...{ clearingAccountId: 'clearing', confirmationKey: undefined },
};

test('what goes back is its payment turned round, and the next receipt of it', () => {
  const giving = { minorUnits: 250n, transferId: 't2', merchantName: 'Kiosk', isReversal: false };
  const { before, after, booking } = decideGiveBack(locked, giving);
  assert.deepEqual(booking.entries, [
    { transferId: 't2', accountId: 'clearing', amount: -250n },
    { transferId: 't2', accountId: 'payer', amount: 250n },
  ]);
  assert.deepEqual(
    booking.deltas,
    new Map([
      ['clearing', -250n],
      ['payer', 250n],
    ]),
  );
  assert.equal(before, payment);
  const { refundedMinorUnits, receiptNumber, reversalTransferId } = after;
  assert.deepEqual([refundedMinorUnits, receiptNumber, reversalTransferId], [350n, 2, null]);
});

test('a reversal names the transfer that has given the rest back', () => {
  const giving = { minorUnits: 800n, transferId: 't2', merchantName: 'Kiosk', isReversal: true };
  assert.equal(decideGiveBack(locked, giving).after.reversalTransferId, 't2');
});
