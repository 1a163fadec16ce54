import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createSecretKey } from 'node:crypto';
import { sortByClaim } from './claims.ts';
import type { FinalPayment, OpenPayment, PaymentRequest } from './payment.ts';
import { requestHash, requestHashKeyOf } from './request-hash.ts';

const key = requestHashKeyOf(createSecretKey(new Uint8Array(32).fill(1)));
const merchantId = '00000000-0000-7000-8000-00000000000a';

function request(paymentId: string, minorUnits = 450n): PaymentRequest {
  const fields = {
    alias: '1234567890',
    intent: 0,
    password: '12345678',
    tillNumber: 7,
    amount: { minorUnits, currency: 'EUR' },
    order: null,
    duplicateOf: null,
  };
  return {
    ...fields,
    merchantId,
    merchantName: 'Kiosk',
    tillId: 'till',
    paymentId,
    codeEnding: '1234',
    details: null,
    bucket: 0,
    clearingAccountId: 'clearing',
    requestHash: requestHash(key, fields),
  };
}

function approved(paymentId: string, hash: Uint8Array | null): FinalPayment {
  return {
    state: 'final',
    merchantId,
    paymentId,
    tillNumber: 7,
    requestHash: hash,
    outcome: hash === null ? 'declined' : 'approved',
    errorCode: hash === null ? 'reversed' : null,
    amount: null,
    refundedMinorUnits: 0n,
    reversalTransferId: null,
    accountId: null,
    transferId: null,
    codeEnding: null,
    details: null,
    orderReference: null,
    earlierPaymentId: null,
    receiptNumber: 0,
    confirmation: null,
    decidedAt: new Date(0),
  };
}

const reused = { kind: 'refused', code: 'payment_id_reused' };

const keyOf = (paymentId: string): string => `${merchantId}/${paymentId}`;

test('a repeat gets the stored outcome and is not decided again', () => {
  const stored = approved('A', request('A').requestHash);
  const sorted = sortByClaim([request('A')], new Map([[keyOf('A'), stored]]));
  assert.deepEqual(sorted.answered.get(0), { kind: 'final', payment: stored, isRepeat: true });
  assert.deepEqual(sorted.undecided, []);
});

test('the same id with another amount is refused and never shows the first outcome', () => {
  const stored = approved('A', request('A').requestHash);
  const sorted = sortByClaim([request('A', 451n)], new Map([[keyOf('A'), stored]]));
  assert.deepEqual(sorted.answered.get(0), reused);
});

test('a payment that comes after its reversal finds the tombstone, whatever it asks for', () => {
  const tombstone = approved('A', null);
  const sorted = sortByClaim([request('A')], new Map([[keyOf('A'), tombstone]]));
  assert.deepEqual(sorted.answered.get(0), { kind: 'final', payment: tombstone, isRepeat: true });
});

test('an open claim is decided for the same request only', () => {
  const { requestHash: hash, amount } = request('A');
  const open: OpenPayment = {
    state: 'open',
    claimedAt: new Date(0),
    merchantId,
    paymentId: 'A',
    tillNumber: 7,
    details: null,
    orderReference: null,
    requestHash: hash,
    amount,
  };
  const stored = new Map([[keyOf('A'), open]]);
  const sorted = sortByClaim([request('B'), request('A')], stored);
  assert.deepEqual(sorted.undecided, [0, 1]);
  assert.deepEqual([...sorted.open], [1]);
  assert.deepEqual(sortByClaim([request('A', 1n)], stored).answered.get(0), reused);
});

test('of one id in one batch the first is decided, equal ones follow it and others are refused', () => {
  const sorted = sortByClaim([request('A'), request('B'), request('A'), request('A', 1n)], new Map());
  assert.deepEqual(sorted.undecided, [0, 1]);
  assert.deepEqual([...sorted.followers], [[2, 0]]);
  assert.deepEqual(sorted.answered.get(3), reused);
});
