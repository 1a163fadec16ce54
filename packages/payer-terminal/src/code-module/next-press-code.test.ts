import assert from 'node:assert/strict';
import { createHmac } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { type Clock, TallyError, createManualClock } from '@tallystick/foundation';
import { parseNumericPaycode, passwordMessages, passwordOfHmacs } from '@tallystick/paycode';
import { createFileStore } from '../node-key-store/file-store.ts';
import { checkReceiptQr } from '../receipts/check-receipt-qr.ts';
import { checkTypedConfirmation } from '../receipts/check-typed-confirmation.ts';
import { paymentStateOf } from '../receipts/payment-state.ts';
import { createPayerTerminal } from '../terminal/payer-terminal.ts';
import { enrolWith, enrolledTerminal, noonMs } from '../testing/enrolled-terminal.ts';
import { createTreasuryHalf, noClockAlias } from '../testing/treasury-half.ts';
import type { NextCode } from './make-code.ts';
import { nextCode } from './next-code.ts';

function codeOf(next: NextCode): Extract<NextCode, { kind: 'code' }> {
  assert.equal(next.kind, 'code');
  return next;
}

/** A clock that a device does not have. */
const noClock: Clock = {
  nowMs: () => assert.fail('the clock was asked'),
  monotonicMs: () => assert.fail('the clock was asked'),
};

/** An activated device, and the same device after it has lost its clock. */
async function deviceWithoutClock(store?: Parameters<typeof enrolledTerminal>[0]) {
  const { terminal, treasury } = await enrolledTerminal(store, 'event');
  return { treasury, device: { ...terminal, clock: noClock } };
}

const amount = { minorUnits: '450', currency: 'EUR' };

test('a press is what the treasury’s half computes from the same leaf and press number', async () => {
  const { device, treasury } = await deviceWithoutClock();
  for (const press of [0, 1, 2]) {
    const { digits, step, displayMs } = codeOf(await nextCode(device));
    const messages = passwordMessages({ intent: 4, question: '40000000', movingFactor: press });
    const hmacs = messages.map((message) =>
      createHmac('sha256', treasury.leaf('password')).update(message).digest(),
    );
    const parsed = parseNumericPaycode(digits, '83');
    assert.ok(parsed.ok);
    assert.deepEqual(parsed.data, { alias: noClockAlias, intent: 4, password: passwordOfHmacs(4, hmacs) });
    assert.deepEqual([step, displayMs], [press, undefined], 'it stays until it is used');
  }
});

test('a hundred presses at once offer no press number twice, and none waits', async () => {
  const { device } = await deviceWithoutClock();
  const all = await Promise.all(Array.from({ length: 100 }, () => nextCode(device)));
  assert.equal(new Set(all.map((next) => codeOf(next).step)).size, 100);
});

test('the press is stored before the code is handed out, and survives in the file', async (context) => {
  const folder = await mkdtemp(join(tmpdir(), 'tallystick-press-'));
  context.after(() => rm(folder, { recursive: true, force: true }));
  const path = join(folder, 'payer.json');
  const { device } = await deviceWithoutClock(createFileStore({ path }));
  const first = codeOf(await nextCode(device));
  const again = createPayerTerminal({ store: createFileStore({ path }), clock: noClock });
  const { activated } = await again.store.read();
  assert.equal(activated?.highestOfferedStep, first.step);
  assert.equal(activated.offeredCodes[0]?.codeEnding, first.digits.slice(-4));
  assert.equal(codeOf(await nextCode(again)).step, first.step + 1);

  const broken = { ...device.store, update: () => Promise.reject(new TallyError('disk_full')) };
  await assert.rejects(nextCode({ ...device, store: broken }), { code: 'disk_full' });
});

test('a device whose clock stands in 1970, before it, or far in the future is activated and pays', async () => {
  for (const nowMs of [0, -62_135_596_800_000, 8_640_000_000_000_000]) {
    const treasury = createTreasuryHalf(noonMs, 'event');
    const { store } = (await enrolledTerminal(undefined, 'event')).terminal;
    const device = createPayerTerminal({ store, clock: createManualClock(nowMs) });
    await enrolWith(device, treasury);
    assert.equal(codeOf(await nextCode(device)).step, 0);
    assert.equal(codeOf(await nextCode(device)).step, 1);
  }
});

test('receipts and typed digits prove outcomes without a clock, by the key of the press', async () => {
  const { device, treasury } = await deviceWithoutClock();
  codeOf(await nextCode(device));
  codeOf(await nextCode(device));
  const [second, first] = (await device.store.read()).activated?.offeredCodes ?? [];
  assert.ok(first && second);
  const digits = treasury.typed(first, { outcome: 'approved', ...amount });
  const typed = { digits, codeEnding: first.codeEnding, ...amount };
  assert.equal(paymentStateOf(await checkTypedConfirmation(device, typed)), 'approved');

  const qr = treasury.receiptQr(second, {
    ...amount,
    receiptNumber: 0,
    outcome: 'declined',
    errorCode: 'press_resync',
    refundedMinorUnits: '0',
    tillNumber: '0000042',
    merchantName: 'Kiosk',
    paymentId: 'P1',
    decidedAt: noonMs / 1000,
    codeEnding: second.codeEnding,
  });
  const before = (await device.store.read()).activated?.clock;
  assert.equal(paymentStateOf(await checkReceiptQr(device, qr)), 'declined');
  assert.deepEqual((await device.store.read()).activated?.clock, before);
});
