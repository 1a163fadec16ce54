import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createManualClock } from '@tallystick/foundation';
import { parseNumericPaycode, stepOfUnixMs } from '@tallystick/paycode';
import { createCodeBook } from './code-book.ts';
import type { Terminal } from './terminal.ts';

const noon = Date.UTC(2026, 10, 12, 12);
const beforeMidnight = Date.UTC(2026, 10, 12, 23, 59, 59);
const firstAliasDay = Math.floor(noon / 86_400_000);

function newTerminal(digit: string): Terminal {
  return {
    accountId: digit,
    firstAliasDay,
    aliases: [`${digit}000000000`, `${digit}111111111`],
    passwordAt: (step) => String(step % 100_000_000).padStart(8, '0'),
  };
}

function newBook(nowMs: number) {
  const clock = createManualClock(nowMs);
  return { clock, book: createCodeBook([newTerminal('1'), newTerminal('2')], '83', clock) };
}

test('terminals take turns, and each offers its steps upwards and once', () => {
  const { book } = newBook(noon);
  const codes = [...book.make(3), ...book.make(3)];
  assert.deepEqual(
    codes.map(({ terminal }) => terminal.accountId),
    ['1', '2', '1', '2', '1', '2'],
  );
  const now = stepOfUnixMs(noon);
  assert.deepEqual(
    codes.map(({ step }) => step - now),
    [-3, -3, -2, -2, -1, -1],
  );
});

test('no code is made beyond what the server accepts, until time brings the next step', () => {
  const { clock, book } = newBook(noon);
  assert.equal(book.make(100).length, 2 * 6);
  assert.equal(book.make(1).length, 0);
  clock.advance(10_000);
  assert.equal(book.make(100).length, 2);
});

test('codes given back are offered again', () => {
  const { book } = newBook(noon);
  const [sent, ...unsent] = book.make(5);
  book.giveBack(unsent);
  const again = book.make(100);
  assert.equal(again.length, 2 * 6 - 1);
  const texts = new Set([sent, ...again].map((made) => made?.code));
  assert.equal(texts.size, 2 * 6);
});

test('a code carries the alias of its own day on both sides of midnight', () => {
  const { book } = newBook(beforeMidnight);
  const aliases = book.make(12).map(({ code }) => {
    const parsed = parseNumericPaycode(code, '83');
    assert.ok(parsed.ok);
    return parsed.data.alias;
  });
  assert.deepEqual(aliases.slice(0, 2), ['1000000000', '2000000000']);
  assert.deepEqual(aliases.slice(-2), ['1111111111', '2111111111']);
});
