import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { FinalPayment } from '../payments/payment.ts';
import { refusalOfRefund } from './refusal-of-refund.ts';

const decidedAt = new Date(Date.UTC(2026, 10, 23));
const dayMs = 24 * 60 * 60 * 1000;

const approved: FinalPayment = {
  state: 'final',
  merchantId: 'merchant',
  paymentId: 'P',
  tillNumber: 7,
  requestHash: new Uint8Array(32),
  outcome: 'approved',
  errorCode: null,
  amount: { minorUnits: 450n, currency: 'EUR' },
  refundedMinorUnits: 0n,
  reversalTransferId: null,
  accountId: 'account',
  transferId: 'transfer',
  codeEnding: '1234',
  details: null,
  orderReference: null,
  earlierPaymentId: null,
  receiptNumber: 0,
  confirmation: null,
  decidedAt,
};

function refusal(changes: Partial<FinalPayment>, minorUnits = 450n, currency = 'EUR', days = 0) {
  return refusalOfRefund(
    { ...approved, ...changes },
    { minorUnits, currency },
    decidedAt.getTime() + days * dayMs,
  );
}

test('all that is left of a payment can be given back, and one minor unit more can’t', () => {
  assert.equal(refusal({}), undefined);
  assert.equal(refusal({}, 451n), 'refund_exceeds_payment');
  assert.equal(refusal({ refundedMinorUnits: 449n, receiptNumber: 1 }, 1n), undefined);
  assert.equal(refusal({ refundedMinorUnits: 449n, receiptNumber: 1 }, 2n), 'refund_exceeds_payment');
});

test('a payment can be given back for 365 days and no longer', () => {
  assert.equal(refusal({}, 1n, 'EUR', 365), undefined);
  assert.equal(refusal({}, 1n, 'EUR', 365.001), 'refund_too_late');
});

test('fifty parts are the most', () => {
  assert.equal(refusal({ refundedMinorUnits: 49n, receiptNumber: 49 }, 1n), undefined);
  assert.equal(refusal({ refundedMinorUnits: 50n, receiptNumber: 50 }, 1n), 'refund_too_many_parts');
});

test('what took no money, what was reversed and what is in another currency is refused by name', () => {
  const amount = { minorUnits: 1n, currency: 'EUR' };
  const { merchantId, paymentId, tillNumber } = approved;
  const requestHash = new Uint8Array(32);
  const open = {
    state: 'open',
    claimedAt: new Date(0),
    merchantId,
    paymentId,
    tillNumber,
    details: null,
    orderReference: null,
    earlierPaymentId: null,
    requestHash,
    amount,
  } as const;
  assert.equal(refusalOfRefund(undefined, amount, 0), 'payment_never_seen');
  assert.equal(refusalOfRefund(open, amount, 0), 'payment_not_approved');
  assert.equal(refusal({ outcome: 'declined', errorCode: 'reversed', amount: null }), 'payment_not_approved');
  assert.equal(
    refusal({ refundedMinorUnits: 450n, reversalTransferId: 'back' }, 1n),
    'payment_already_reversed',
  );
  assert.equal(refusal({}, 1n, 'JPY'), 'refund_currency_mismatch');
});
