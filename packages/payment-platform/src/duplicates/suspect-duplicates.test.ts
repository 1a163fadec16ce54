import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { PaymentRequest } from '../payments/payment.ts';
import { likenessKey } from './recent-payments.ts';
import { suspectDuplicates } from './suspect-duplicates.ts';

const scanned: PaymentRequest = {
  merchantId: 'merchant',
  merchantName: 'Kiosk',
  tillId: 'till',
  tillNumber: 7,
  paymentId: 'P1',
  amount: { minorUnits: 450n, currency: 'EUR' },
  alias: '1234567890',
  intent: 0,
  password: '12345678',
  codeEnding: '1234',
  order: null,
  duplicateOf: null,
  details: null,
  bucket: 0,
  clearingAccountId: 'clearing',
  requestHash: new Uint8Array(32),
};

function suspicions(recent: string | null, ...requests: readonly Partial<PaymentRequest>[]) {
  const known = new Map(recent === null ? [] : [[likenessKey(scanned), recent]]);
  const all = requests.map((request) => ({ ...scanned, ...request }));
  const found = suspectDuplicates(known, all, [...all.keys()]);
  return all.map((_, index) => found.get(index) ?? null);
}

const duplicate = { kind: 'duplicate', earlierPaymentId: 'P0' };

test('a payment like one of the last minute is suspected, whatever its code', () => {
  assert.deepEqual(suspicions('P0', {}), [duplicate]);
  assert.deepEqual(suspicions('P0', { password: '87654321' }), [duplicate]);
  assert.deepEqual(suspicions(null, {}), [null]);
});

test('another payer, till, amount or currency is another payment', () => {
  const others = [
    { alias: '1234567891' },
    { tillNumber: 8 },
    { amount: { minorUnits: 451n, currency: 'EUR' } },
    { amount: { minorUnits: 450n, currency: 'USD' } },
  ];
  assert.deepEqual(suspicions('P0', ...others), [null, null, null, null]);
});

test('one that names the payment it looks like is meant, one that names another is not', () => {
  assert.deepEqual(suspicions('P0', { duplicateOf: 'P0' }), [null]);
  assert.deepEqual(suspicions('P0', { duplicateOf: 'P9' }), [duplicate]);
});

test('of two at once the second waits for what becomes of the first', () => {
  assert.deepEqual(suspicions(null, {}, { paymentId: 'P2' }), [null, { kind: 'in_work' }]);
  assert.deepEqual(suspicions(null, {}, { paymentId: 'P2', duplicateOf: 'P1' }), [null, null]);
});

test('a payment with an order is never suspected: its order says whether it is paid', () => {
  assert.deepEqual(suspicions('P0', { order: { reference: 'A', totalMinorUnits: null } }), [null]);
});
