import assert from 'node:assert/strict';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';
import { createManualClock } from '@tallystick/foundation';
import { createFileStore } from '@tallystick/payer-terminal/node';
import {
  createTreasuryHalf,
  noClockAlias,
  noonMs,
  readPicture,
  testServerUrl,
} from '@tallystick/payer-terminal/testing';
import { runCommandLine } from '../commands/run-command-line.ts';
import { type RecordedIo, recordedIo } from '../output/testing/recorded-io.ts';
import { payerCommands } from './payer-commands.ts';

/** The first moment that a computer without a battery believes in, and one that no payer will see. */
const absurdClocks = { 'in 1970': 0, 'in the year 9999': Date.UTC(9999, 11, 31) };

async function activatedDevice(context: TestContext, nowMs: number) {
  const folder = await mkdtemp(join(tmpdir(), 'tallystick-press-'));
  context.after(() => rm(folder, { recursive: true, force: true }));
  const path = join(folder, 'payer.json');
  const treasury = createTreasuryHalf(noonMs, 'event');
  const clock = createManualClock(nowMs);
  const run = (io: RecordedIo, ...args: string[]): Promise<number> =>
    runCommandLine(payerCommands, [...args, '--store', path], { ...io, clock }, ['payer']);
  const io = recordedIo({ fetch: treasury.fetch });
  assert.equal(await run(io, 'activate', treasury.activationCode, '--server', testServerUrl), 0);
  return { folder, path, treasury, run, words: io.takeOutput() };
}

for (const [name, nowMs] of Object.entries(absurdClocks)) {
  test(`a device whose clock stands ${name} is activated, pays and checks its receipt`, async (context) => {
    const { folder, path, treasury, run, words } = await activatedDevice(context, nowMs);
    assert.match(words, /without a clock/);
    assert.match(words, /same ten digits/, 'the payer is told that shops can follow these payments');

    const io = recordedIo();
    const png = join(folder, 'code.png');
    assert.equal(await run(io, 'pay', '--json', '--png', png), 0);
    const shown = JSON.parse(io.takeOutput()) as { digits: string; secondsLeft: unknown };
    assert.equal(shown.secondsLeft, null);
    assert.equal(shown.digits.slice(2, 13), `${noClockAlias}4`);
    assert.deepEqual(await readPicture(await readFile(png)), [
      `Code128 ${shown.digits}`,
      `QRCode ${shown.digits}`,
    ]);

    assert.equal(await run(io, 'pay', '--digits'), 0);
    assert.match(io.takeOutput(), /as long as no later code of this device was used/);
    await run(io, 'receipts');
    assert.match(io.takeOutput(), /press 2 {2}outcome unknown\n.*press 1 {2}outcome unknown/);

    const code = (await createFileStore({ path }).read()).activated?.offeredCodes[1];
    assert.ok(code);
    const outcome = { outcome: 'approved', minorUnits: '450', currency: 'EUR' } as const;
    const typed = [treasury.typed(code, outcome), '--amount', '4.50', '--currency', 'EUR'];
    assert.equal(await run(io, 'confirm', ...typed), 0);
    assert.match(io.takeOutput(), /Genuine: .*press 1 {2}approved {2}4\.50 EUR/);
    assert.equal(await run(io, 'status'), 0);
    assert.match(io.takeOutput(), /without a clock\npresses so far {3}2\n/);
  });
}

test('a live screen shows one code for as long as it takes, and makes no second one by itself', async (context) => {
  const { path, run } = await activatedDevice(context, 0);
  const interruption = new AbortController();
  let waits = 0;
  const wait = (): Promise<void> => {
    waits += 1;
    if (waits === 300) interruption.abort();
    return Promise.resolve();
  };
  const io = recordedIo({ isTTY: true, signal: interruption.signal });
  assert.equal(await run({ ...io, wait }, 'pay'), 0);
  assert.equal(waits, 300);
  assert.ok(io.takeOutput().endsWith('\u001b[?25h\u001b[?1049l'));
  assert.equal((await createFileStore({ path }).read()).activated?.highestOfferedStep, 0);
});
