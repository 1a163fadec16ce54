import assert from 'node:assert/strict';
import { createHmac } from 'node:crypto';
import { test } from 'node:test';
import { TallyError } from '@tallystick/foundation';
import { parseNumericPaycode, passwordMessages, passwordOfHmacs, stepOfUnixMs } from '@tallystick/paycode';
import { createMemoryStore } from '../terminal/memory-store.ts';
import { createPayerTerminal } from '../terminal/payer-terminal.ts';
import { enrolledTerminal, noonMs } from '../testing/enrolled-terminal.ts';
import { aliasDays, firstAliasDay } from '../testing/treasury-half.ts';
import type { NextCode } from './make-code.ts';
import { nextCode } from './next-code.ts';

const dayMs = 24 * 60 * 60 * 1000;

function codeOf(next: NextCode): Extract<NextCode, { kind: 'code' }> {
  assert.equal(next.kind, 'code');
  return next;
}

function withCode(code: string): (error: unknown) => boolean {
  return (error) => error instanceof TallyError && error.code === code;
}

test('a code is what the treasury’s half computes from the same leaf and step', async () => {
  const { terminal, treasury } = await enrolledTerminal();
  const { digits, step } = codeOf(await nextCode(terminal));

  const parsed = parseNumericPaycode(digits, '83');
  const messages = passwordMessages({ intent: 0, question: '00000000', movingFactor: step });
  const hmacs = messages.map((message) =>
    createHmac('sha256', treasury.leaf('password')).update(message).digest(),
  );
  assert.equal(step, stepOfUnixMs(noonMs));
  assert.ok(parsed.ok);
  assert.deepEqual(parsed.data, {
    alias: '1000000000',
    intent: 0,
    password: passwordOfHmacs(0, hmacs),
  });
});

test('the second press takes the next step, the third waits for its turn', async () => {
  const { terminal, clock } = await enrolledTerminal();
  const first = codeOf(await nextCode(terminal));
  const second = codeOf(await nextCode(terminal));
  assert.equal(second.step, first.step + 1);

  assert.deepEqual(await nextCode(terminal), { kind: 'countdown', waitMs: 10_000 });
  clock.advance(10_000);
  assert.equal(codeOf(await nextCode(terminal)).step, first.step + 2);
});

test('twenty presses at once offer no step twice', async () => {
  const { terminal } = await enrolledTerminal();
  const all = await Promise.all(Array.from({ length: 20 }, () => nextCode(terminal)));
  const steps = all.flatMap((next) => (next.kind === 'code' ? [next.step] : []));
  assert.equal(steps.length, 2);
  assert.equal(new Set(steps).size, 2);
});

test('what a confirmation needs is stored before the code is handed out, and the code is not', async () => {
  const { terminal } = await enrolledTerminal();
  const { digits, step } = codeOf(await nextCode(terminal));
  const { activated } = await terminal.store.read();
  assert.equal(activated?.highestOfferedStep, step);
  assert.equal(activated.offeredCodes[0]?.codeEnding, digits.slice(-4));
  assert.equal(JSON.stringify(activated.offeredCodes).includes(digits), false);
});

test('no code is handed out when the store fails', async () => {
  const { terminal } = await enrolledTerminal();
  const broken = {
    ...terminal.store,
    update: () => Promise.reject(new TallyError('disk_full')),
  };
  await assert.rejects(nextCode({ ...terminal, store: broken }), withCode('disk_full'));
});

test('the alias is the one of the UTC day of the offered step, also across midnight', async () => {
  const { terminal, clock } = await enrolledTerminal();
  clock.set((firstAliasDay + 1) * dayMs - 1);
  assert.equal(codeOf(await nextCode(terminal)).digits.slice(2, 12), '1000000000');
  assert.equal(codeOf(await nextCode(terminal)).digits.slice(2, 12), '1000000001');
});

test('a terminal that stayed away for longer than its aliases asks for a contact', async () => {
  const { terminal, clock } = await enrolledTerminal();
  clock.set((firstAliasDay + aliasDays) * dayMs - 1);
  codeOf(await nextCode(terminal));
  await assert.rejects(nextCode(terminal), withCode('aliases_exhausted'));
});

test('a device clock behind the time that a server proved is refused', async () => {
  const { terminal, clock } = await enrolledTerminal();
  clock.set(noonMs - 3_600_000);
  await assert.rejects(nextCode(terminal), withCode('payer_clock_set_back'));
});

test('a terminal that was never activated says so', async () => {
  const terminal = createPayerTerminal({ store: createMemoryStore() });
  await assert.rejects(nextCode(terminal), withCode('key_store_unreadable'));
});
