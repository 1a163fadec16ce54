import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { parseReceiptQr, receiptQr } from './receipt-qr.ts';
import { parseReceiptText, receiptText } from './receipt-text.ts';
import { longestMerchantNameBytes, type Receipt } from './receipt.ts';

const example: Receipt = {
  receiptNumber: 0,
  outcome: 'approved',
  errorCode: null,
  minorUnits: '450',
  currency: 'EUR',
  refundedMinorUnits: '0',
  tillNumber: '0000042',
  merchantName: 'Café Orange',
  paymentId: 'p7Kx_01',
  decidedAt: 1_794_470_405,
  codeEnding: '6786',
};

const tag = Uint8Array.from({ length: 16 }, (_, index) => 0xf0 + index);

const amount = fc.integer({ min: 1, max: 999_999_999_999 });
const common = {
  receiptNumber: fc.integer({ min: 0, max: 9_999 }),
  currency: fc.stringMatching(/^[A-Z]{3}$/),
  tillNumber: fc.stringMatching(/^[0-9]{7}$/),
  merchantName: fc.string({ unit: 'binary', minLength: 1, maxLength: 60 }),
  paymentId: fc.stringMatching(/^[0-9A-Za-z_]{1,32}$/),
  decidedAt: fc.integer({ min: 0, max: 9_999_999_999 }),
  codeEnding: fc.stringMatching(/^[0-9]{4}$/),
};

const anyReceipt: fc.Arbitrary<Receipt> = fc.oneof(
  fc.record({ ...common, paid: amount, refunded: fc.nat() }).map(({ paid, refunded, ...rest }) => ({
    ...rest,
    outcome: 'approved' as const,
    errorCode: null,
    minorUnits: String(paid),
    refundedMinorUnits: String(Math.min(paid, refunded)),
  })),
  fc
    .record({ ...common, paid: amount, errorCode: fc.stringMatching(/^[a-z][a-z_]{0,31}$/) })
    .map(({ paid, ...rest }) => ({
      ...rest,
      outcome: 'declined' as const,
      minorUnits: String(paid),
      refundedMinorUnits: '0',
    })),
);

test('a receipt is twelve lines', () => {
  const expected =
    'tallystick/receipt/v1\n0\napproved\n-\n450\nEUR\n0\n0000042\nQ2Fmw6kgT3Jhbmdl\np7Kx_01\n1794470405\n6786\n';
  assert.equal(receiptText(example), expected);
});

test('every receipt reads back, as text and from its QR code', () => {
  fc.assert(
    fc.property(anyReceipt, (receipt) => {
      const text = receiptText(receipt);
      assert.deepEqual(parseReceiptText(text), { ok: true, receipt });
      assert.deepEqual(parseReceiptQr(` ${receiptQr(tag, text)}\n`), { ok: true, tag, text, receipt });
    }),
    { numRuns: 1_000 },
  );
});

test('the longest receipt fits: 680 characters, 937 in its QR code', () => {
  const longest: Receipt = {
    ...example,
    receiptNumber: 9_999,
    outcome: 'declined',
    errorCode: 'e'.repeat(32),
    minorUnits: '999999999999',
    merchantName: '𐍈'.repeat(100),
    paymentId: 'p'.repeat(32),
    decidedAt: 9_999_999_999,
  };
  const text = receiptText(longest);
  assert.equal(text.length, 680);
  assert.equal(receiptQr(tag, text).length, 937);
  assert.ok(parseReceiptQr(receiptQr(tag, text)).ok);
});

test('a receipt has one text: second spellings are refused', () => {
  const text = receiptText(example);
  const spellings = [
    text.slice(0, -1),
    `${text}\n`,
    ` ${text}`,
    text.replaceAll('\n', '\r\n'),
    text.replace('v1\n0\n', 'v1\n00\n'),
    text.replace('\n450\n', '\n0450\n'),
    text.replace('\n450\n', '\n4.5e2\n'),
    text.replace('\n1794470405\n', '\n 1794470405\n'),
    text.replace('\n1794470405\n', '\n1794470405.0\n'),
    text.replace('v1', 'v2'),
    text.replace('approved', 'Approved'),
    text.replace('\n-\n', '\n\n'),
    text.replace('Q2Fmw6kgT3Jhbmdl', 'Q2Fmw6kgT3Jhbmdl=='),
  ];
  for (const spelling of spellings) {
    assert.deepEqual(parseReceiptText(spelling), { ok: false, error: 'receipt_malformed' }, spelling);
  }
});

test('a receipt that can’t be is neither written nor read', () => {
  const mistakes: readonly Partial<Receipt>[] = [
    { receiptNumber: -1 },
    { receiptNumber: 10_000 },
    { receiptNumber: 0.5 },
    { errorCode: 'code_used' },
    { outcome: 'declined' },
    { outcome: 'declined', errorCode: 'Code Used' },
    { outcome: 'declined', errorCode: 'code_early', refundedMinorUnits: '1' },
    { minorUnits: '0' },
    { minorUnits: '-1' },
    { refundedMinorUnits: '451' },
    { refundedMinorUnits: '' },
    { currency: 'EURO' },
    { tillNumber: '42' },
    { merchantName: '' },
    { merchantName: 'x'.repeat(longestMerchantNameBytes + 1) },
    { merchantName: '\ud800' },
    { paymentId: '' },
    { paymentId: 'a-b' },
    { decidedAt: -1 },
    { codeEnding: '786' },
    { codeEnding: '6786\n' },
  ];
  for (const mistake of mistakes) {
    assert.throws(() => receiptText({ ...example, ...mistake }), RangeError, JSON.stringify(mistake));
  }
});

test('no text makes the parsers throw, however a genuine one is changed', () => {
  const qr = receiptQr(tag, receiptText(example));
  assert.equal(parseReceiptQr('').ok, false);
  assert.equal(parseReceiptQr(qr.slice(0, 20)).ok, false);
  assert.equal(parseReceiptQr(qr.replace('TALLY1:R:', 'TALLY1:A:')).ok, false);
  assert.equal(parseReceiptQr(`TALLY1:R:${'A'.repeat(1_000_000)}`).ok, false);
  fc.assert(
    fc.property(
      fc.nat({ max: qr.length }),
      fc.string({ unit: 'binary', maxLength: 5 }),
      (place, inserted) => {
        const changed = qr.slice(0, place) + inserted + qr.slice(place + inserted.length);
        const result = parseReceiptQr(changed);
        assert.ok(!result.ok || receiptText(result.receipt) === result.text);
        parseReceiptText(changed);
      },
    ),
    { numRuns: 5_000 },
  );
  assert.throws(() => receiptQr(new Uint8Array(15), ''), RangeError);
});
