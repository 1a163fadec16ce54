import assert from 'node:assert/strict';
import { test } from 'node:test';
import { TallyError } from '@tallystick/foundation';
import type { Receipt } from '@tallystick/paycode';
import { nextCode } from '../code-module/next-code.ts';
import type { OfferedCode } from '../terminal/offered-code.ts';
import type { PayerTerminal } from '../terminal/payer-terminal.ts';
import { type EnrolledTerminal, enrolledTerminal, noonMs } from '../testing/enrolled-terminal.ts';
import { checkReceiptQr } from './check-receipt-qr.ts';
import { checkTypedConfirmation } from './check-typed-confirmation.ts';
import { paymentStateOf, receiptOf } from './payment-state.ts';

async function payingTerminal(): Promise<EnrolledTerminal & { code: OfferedCode }> {
  const enrolled = await enrolledTerminal();
  await nextCode(enrolled.terminal);
  return { ...enrolled, code: await newestCode(enrolled.terminal) };
}

async function newestCode(terminal: PayerTerminal): Promise<OfferedCode> {
  const code = (await terminal.store.read()).activated?.offeredCodes[0];
  assert.ok(code);
  return code;
}

function receiptFor(code: OfferedCode, change: Partial<Receipt> = {}): Receipt {
  return {
    receiptNumber: 0,
    outcome: 'approved',
    errorCode: null,
    minorUnits: '450',
    currency: 'EUR',
    refundedMinorUnits: '0',
    tillNumber: '0000042',
    merchantName: 'Bäckerei Süß',
    paymentId: 'PAYMENT_1',
    decidedAt: noonMs / 1000,
    codeEnding: code.codeEnding,
    ...change,
  };
}

function withCode(code: string): (error: unknown) => boolean {
  return (error) => error instanceof TallyError && error.code === code;
}

const amount = { minorUnits: '450', currency: 'EUR' };

test('an outcome is unknown until a confirmation arrives', async () => {
  const { code } = await payingTerminal();
  assert.equal(paymentStateOf(code), 'unknown');
});

test('a genuine receipt proves an approval offline, and is kept', async () => {
  const { terminal, treasury, code } = await payingTerminal();
  const proved = await checkReceiptQr(terminal, treasury.receiptQr(code, receiptFor(code)));
  assert.equal(paymentStateOf(proved), 'approved');
  assert.equal(receiptOf(proved)?.merchantName, 'Bäckerei Süß');
  assert.deepEqual((await terminal.store.read()).activated?.offeredCodes[0], proved);
});

test('a genuine receipt proves a decline with its reason', async () => {
  const { terminal, treasury, code } = await payingTerminal();
  const receipt = receiptFor(code, { outcome: 'declined', errorCode: 'insufficient_funds' });
  const proved = await checkReceiptQr(terminal, treasury.receiptQr(code, receipt));
  assert.equal(paymentStateOf(proved), 'declined');
  assert.equal(receiptOf(proved)?.errorCode, 'insufficient_funds');
});

test('a receipt of which anything was changed is refused', async () => {
  const { terminal, treasury, code } = await payingTerminal();
  const genuine = treasury.receiptQr(code, receiptFor(code));
  const dearer = treasury.receiptQr({ ...code, step: code.step + 1 }, receiptFor(code));
  const bytes = Buffer.from(genuine.slice('TALLY1:R:'.length), 'base64url');
  bytes[0] = (bytes[0] ?? 0) ^ 1;
  const otherTag = `TALLY1:R:${bytes.toString('base64url')}`;
  for (const forged of [dearer, otherTag, 'TALLY1:R:', 'TALLY1:A:0', '', 'x'.repeat(1_000_000)]) {
    await assert.rejects(checkReceiptQr(terminal, forged), withCode('receipt_invalid'));
  }
  assert.equal(paymentStateOf(await newestCode(terminal)), 'unknown');
});

test('a receipt is replaced only by one with a higher number', async () => {
  const { terminal, treasury, code } = await payingTerminal();
  const paid = treasury.receiptQr(code, receiptFor(code));
  const refunded = treasury.receiptQr(
    code,
    receiptFor(code, { receiptNumber: 1, refundedMinorUnits: '450' }),
  );
  await checkReceiptQr(terminal, paid);
  assert.equal(paymentStateOf(await checkReceiptQr(terminal, refunded)), 'refunded');
  assert.equal(paymentStateOf(await checkReceiptQr(terminal, paid)), 'refunded');
});

test('a confirmation from a later second makes a slow clock right, and the next code uses it', async () => {
  const { terminal, treasury, clock, code } = await payingTerminal();
  clock.set(noonMs - 60_000);
  await checkReceiptQr(
    terminal,
    treasury.receiptQr(code, receiptFor(code, { decidedAt: noonMs / 1000 + 5 })),
  );
  assert.deepEqual((await terminal.store.read()).activated?.clock, {
    offsetMs: 65_000,
    provenMs: noonMs + 5000,
  });
});

test('a fast clock is bounded only by a first receipt read under the same monotonic clock', async () => {
  const fastByMs = 120_000;
  const { terminal, treasury, clock } = await enrolledTerminal();
  clock.set(noonMs + fastByMs);
  await nextCode(terminal);
  const code = await newestCode(terminal);
  clock.advance(8000);
  const qr = treasury.receiptQr(code, receiptFor(code, { decidedAt: noonMs / 1000 + 3 }));

  const otherProcess = { ...terminal, monotonicOrigin: 'another' };
  const undisturbed = await terminal.store.read();
  await checkReceiptQr(otherProcess, qr);
  assert.equal((await terminal.store.read()).activated?.clock.offsetMs, 0);

  await terminal.store.update(() => Promise.resolve({ state: undisturbed, answer: undefined }));
  await checkReceiptQr(terminal, qr);
  // Shown at most 8 s ago and decided before second 4: now it is before second 12, where the clock says 128.
  assert.equal((await terminal.store.read()).activated?.clock.offsetMs, -116_000);
});

test('eight typed digits with the amount prove an approval or a decline', async () => {
  for (const outcome of ['approved', 'declined'] as const) {
    const { terminal, treasury, code } = await payingTerminal();
    const digits = treasury.typed(code, { outcome, ...amount });
    const spaced = `${digits.slice(0, 4)} ${digits.slice(4)}`;
    const proved = await checkTypedConfirmation(terminal, { digits: spaced, ...amount });
    assert.equal(paymentStateOf(proved), outcome);
  }
});

test('typed digits prove nothing for another amount or currency', async () => {
  const { terminal, treasury, code } = await payingTerminal();
  const digits = treasury.typed(code, { outcome: 'approved', ...amount });
  for (const other of [
    { ...amount, minorUnits: '4500' },
    { ...amount, currency: 'USD' },
  ]) {
    await assert.rejects(checkTypedConfirmation(terminal, { digits, ...other }), withCode('receipt_invalid'));
  }
});

test('after five wrong entries a code takes its QR receipt only', async () => {
  const { terminal, treasury, code } = await payingTerminal();
  const digits = treasury.typed(code, { outcome: 'approved', ...amount });
  const wrong = digits === '00000000' ? '00000001' : '00000000';
  for (let entry = 0; entry < 5; entry += 1) {
    await assert.rejects(
      checkTypedConfirmation(terminal, { digits: wrong, ...amount }),
      withCode('receipt_invalid'),
    );
  }
  await assert.rejects(
    checkTypedConfirmation(terminal, { digits, ...amount }),
    withCode('receipt_typed_locked'),
  );
  const proved = await checkReceiptQr(terminal, treasury.receiptQr(code, receiptFor(code)));
  assert.equal(paymentStateOf(proved), 'approved');
});

test('wrong entries made at once are all counted', async () => {
  const { terminal } = await payingTerminal();
  const entries = Array.from({ length: 12 }, () =>
    checkTypedConfirmation(terminal, { digits: 'none', ...amount }).catch((error: unknown) =>
      error instanceof TallyError ? error.code : 'other',
    ),
  );
  const codes = await Promise.all(entries);
  assert.equal(codes.filter((code) => code === 'receipt_invalid').length, 5);
  assert.equal(codes.filter((code) => code === 'receipt_typed_locked').length, 7);
});

test('the payer can say which code it was, and only that one is tried', async () => {
  const { terminal, treasury, code: first } = await payingTerminal();
  await nextCode(terminal);
  const second = await newestCode(terminal);
  const digits = treasury.typed(first, { outcome: 'approved', ...amount });
  const proved = await checkTypedConfirmation(terminal, {
    digits,
    ...amount,
    codeEnding: first.codeEnding,
  });
  assert.equal(proved.step, first.step);
  assert.equal((await newestCode(terminal)).step, second.step);
  assert.equal((await newestCode(terminal)).wrongTypedEntries, 0);
});

test('a QR receipt takes the place of typed digits, and typed digits never that of a receipt', async () => {
  const { terminal, treasury, code } = await payingTerminal();
  const digits = treasury.typed(code, { outcome: 'approved', ...amount });
  await checkTypedConfirmation(terminal, { digits, ...amount });
  const proved = await checkReceiptQr(terminal, treasury.receiptQr(code, receiptFor(code)));
  assert.equal(proved.proved?.source, 'receipt');
  await assert.rejects(checkTypedConfirmation(terminal, { digits, ...amount }), withCode('receipt_invalid'));
});
