import assert from 'node:assert/strict';
import { mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';
import { checkReceiptQr, createPayerTerminal } from '@tallystick/payer-terminal';
import { createFileStore } from '@tallystick/payer-terminal/node';
import {
  type TreasuryHalf,
  createTreasuryHalf,
  modulesOfText,
  noonMs,
  readPicture,
  testServerUrl,
} from '@tallystick/payer-terminal/testing';
import type { CommandIo } from '../output/command-io.ts';
import { runCommandLine } from '../commands/run-command-line.ts';
import { payerCommands } from './payer-commands.ts';
import { type RecordedIo, recordedIo } from '../output/testing/recorded-io.ts';

async function folderOf(context: TestContext): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'tallystick-payer-'));
  context.after(() => rm(folder, { recursive: true, force: true }));
  return folder;
}

function runPayer(args: readonly string[], io: CommandIo): Promise<number> {
  return runCommandLine(payerCommands, args, io, ['payer']);
}

interface ActivatedPayer {
  readonly folder: string;
  readonly path: string;
  readonly treasury: TreasuryHalf;
  readonly run: (io: RecordedIo, ...args: string[]) => Promise<number>;
}

async function activatedPayer(context: TestContext): Promise<ActivatedPayer> {
  const folder = await folderOf(context);
  const path = join(folder, 'payer.json');
  const treasury = createTreasuryHalf(noonMs);
  const run = (io: RecordedIo, ...args: string[]): Promise<number> =>
    runPayer([...args, '--store', path], io);
  const io = recordedIo({ fetch: treasury.fetch });
  assert.equal(await run(io, 'activate', treasury.activationCode, '--server', testServerUrl), 0);
  return { folder, path, treasury, run };
}

test('activate says what it did, with the code given or in the environment', async (context) => {
  const folder = await folderOf(context);
  for (const given of ['argument', 'environment']) {
    const treasury = createTreasuryHalf(noonMs);
    const env = { TALLY_PAYER_STORE: join(folder, given), TALLY_ACTIVATION_CODE: treasury.activationCode };
    const io = recordedIo({ fetch: treasury.fetch, env });
    const code = given === 'argument' ? treasury.activationCode : '-';
    assert.equal(await runPayer(['activate', code, '--server', testServerUrl], io), 0);
    assert.match(io.takeOutput(), /Activated as credential 0123456789.*\n.*399 days/);
  }
});

test('a device that is activated stays as it is, until it is told to be replaced', async (context) => {
  const { run, path } = await activatedPayer(context);
  const before = await readFile(path);
  const other = createTreasuryHalf(noonMs);
  const io = recordedIo({ fetch: other.fetch });
  const activate = ['activate', other.activationCode, '--server', testServerUrl];
  assert.equal(await run(io, ...activate), 1);
  assert.match(io.takeErrors(), /activated already.*holds the credential 0123456789.*--store.*--replace/s);
  assert.deepEqual(await readFile(path), before, 'nothing was changed, and nobody was asked');
  assert.equal(await run(io, ...activate, '--replace'), 0);
  assert.notDeepEqual(await readFile(path), before);
});

test('the server may be named once, by TALLY_SERVER', async (context) => {
  const treasury = createTreasuryHalf(noonMs);
  const store = join(await folderOf(context), 'payer.json');
  const io = recordedIo({ fetch: treasury.fetch, env: { TALLY_SERVER: testServerUrl } });
  assert.equal(await runPayer(['activate', treasury.activationCode, '--store', store], io), 0);
});

test('pay draws a code that a reader reads, without colours where the output is a file', async (context) => {
  const { run } = await activatedPayer(context);
  const io = recordedIo();
  assert.equal(await run(io, 'pay'), 0);
  const output = io.takeOutput();
  assert.equal(output.includes('\u001b'), false);
  assert.match(output, /30 s left/);
  assert.equal(/8310/.test(output), false, 'digits are hidden until asked for');
  const modules = modulesOfText(output.split('\n').slice(0, 15), 'square');
  assert.equal(modules.length, 30);
});

test('pay writes one code into a PNG and an SVG that nobody else can read', async (context) => {
  const { run, folder } = await activatedPayer(context);
  const [png, svg] = [join(folder, 'code.png'), join(folder, 'code.svg')];
  const io = recordedIo();
  assert.equal(await run(io, 'pay', '--json', '--png', png, '--svg', svg), 0);
  const answer: unknown = JSON.parse(io.takeOutput());
  const { digits } = answer as { digits: string };
  assert.deepEqual(await readPicture(await readFile(png)), [`Code128 ${digits}`, `QRCode ${digits}`]);
  assert.match(await readFile(svg, 'utf8'), /^<svg /);
  assert.equal((await stat(png)).mode & 0o777, 0o600);
});

test('the digits are shown only when asked for, with a warning', async (context) => {
  const { run } = await activatedPayer(context);
  const io = recordedIo();
  await run(io, 'pay', '--digits');
  assert.match(io.takeOutput(), /8310 0000 0000 \d{4} \d{4} \d\d\n.*Never read them out/);
});

test('a third press at once waits for its turn and says so', async (context) => {
  const { run } = await activatedPayer(context);
  const io = recordedIo();
  for (let press = 0; press < 3; press += 1) assert.equal(await run(io, 'pay', '--json'), 0);
  assert.match(io.takeErrors(), /The next code comes in 10 s/);
  assert.equal(io.clock.nowMs(), noonMs + 10_000);
});

test('a live screen shows the seconds, swaps to the next code after 30 s, and leaves no code behind', async (context) => {
  const { run, path } = await activatedPayer(context);
  const interruption = new AbortController();
  const io = recordedIo({ isTTY: true, signal: interruption.signal });
  const wait = (durationMs: number): Promise<void> => {
    io.clock.advance(durationMs);
    if (io.clock.nowMs() >= noonMs + 65_000) interruption.abort();
    return Promise.resolve();
  };
  assert.equal(await run({ ...io, wait }, 'pay'), 0);
  const output = io.takeOutput();
  for (const seconds of [30, 29, 1]) assert.ok(output.includes(` ${seconds} s left`));
  assert.ok(output.startsWith('\u001b[?1049h') && output.endsWith('\u001b[?1049l'));
  const { activated } = await createFileStore({ path }).read();
  const steps = activated?.offeredCodes.map(({ step }) => step - noonMs / 10_000);
  assert.deepEqual(steps, [6, 3, 0]);
});

test('Ctrl-C ends a live screen cleanly', async (context) => {
  const { run } = await activatedPayer(context);
  const io = recordedIo({ isTTY: true });
  const wait = (): Promise<void> => {
    process.emit('SIGINT');
    return Promise.resolve();
  };
  assert.equal(await run({ ...io, wait }, 'pay'), 0);
  assert.ok(io.takeOutput().endsWith('\u001b[?25h\u001b[?1049l'));
  assert.equal(process.listenerCount('SIGINT'), 0);
});

test('a confirmation is checked by its QR text or by its digits, and is listed', async (context) => {
  const { run, path, treasury } = await activatedPayer(context);
  const io = recordedIo();
  await run(io, 'pay', '--json');
  const [code] = (await createFileStore({ path }).read()).activated?.offeredCodes ?? [];
  assert.ok(code);
  await run(io, 'receipts');
  assert.match(io.takeOutput(), /outcome unknown/);

  const outcome = { outcome: 'approved', minorUnits: '450', currency: 'EUR' } as const;
  const typed = treasury.typed(code, outcome);
  assert.equal(
    await run(io, 'confirm', typed.slice(0, 4), typed.slice(4), '--amount', '4.50', '--currency', 'eur'),
    0,
  );
  assert.match(io.takeOutput(), /Genuine: .*approved {2}4\.50 EUR/);

  const qr = treasury.receiptQr(code, {
    ...outcome,
    receiptNumber: 0,
    errorCode: null,
    refundedMinorUnits: '0',
    tillNumber: '0000042',
    merchantName: 'Evil\u001b[2JShop',
    paymentId: 'P1',
    decidedAt: noonMs / 1000,
    codeEnding: code.codeEnding,
  });
  assert.equal(await run(io, 'confirm', qr), 0);
  const output = io.takeOutput();
  assert.match(output, /till 0000042/);
  assert.equal(output.includes('\u001b'), false, 'a merchant’s name spoke to the terminal window');
  await checkReceiptQr(createPayerTerminal({ store: createFileStore({ path }) }), qr);
});

test('status says how long the device can stay away', async (context) => {
  const { run } = await activatedPayer(context);
  const io = recordedIo();
  assert.equal(await run(io, 'status'), 0);
  assert.match(io.takeOutput(), /can pay for {6}400 more days/);
});

test('a passphrase comes from a file or the environment, and seals the store', async (context) => {
  const folder = await folderOf(context);
  const passphraseFile = join(folder, 'passphrase');
  await writeFile(passphraseFile, 'open sesame\n');
  const treasury = createTreasuryHalf(noonMs);
  const store = ['--store', join(folder, 'payer.json')];
  const io = recordedIo({ fetch: treasury.fetch });
  const activate = ['activate', treasury.activationCode, '--server', testServerUrl, ...store];
  assert.equal(await runPayer([...activate, '--passphrase-file', passphraseFile], io), 0);

  assert.equal(await runPayer(['pay', '--json', ...store], io), 1);
  assert.match(io.takeErrors(), /key_store_passphrase_wrong/);
  const withEnvironment = recordedIo({ env: { TALLY_PASSPHRASE: 'open sesame' } });
  assert.equal(await runPayer(['pay', '--json', ...store], withEnvironment), 0);
});

const mistakes: readonly (readonly string[])[] = [
  ['frobnicate'],
  ['toString'],
  ['pay', '--unknown'],
  ['pay', 'extra'],
  ['activate'],
  ['activate', 'X'.repeat(26)],
  ['activate', 'X'.repeat(26), '--server', 'ftp://pay.example'],
  ['activate', '0'.repeat(26), '--server', 'nonsense'],
  ['confirm'],
  ['confirm', '123'],
  ['confirm', '12345678'],
  ['confirm', '12345678', '--amount', '0', '--currency', 'EUR'],
  ['confirm', '12345678', '--amount', '4.555', '--currency', 'EUR'],
  ['receipts', 'extra'],
  ['pay', '--passphrase-file', '/nowhere/at/all'],
];

for (const args of mistakes) {
  test(`“${args.join(' ').slice(0, 60)}” ends with one sentence and a code that is not 0`, async (context) => {
    const { run } = await activatedPayer(context);
    const io = recordedIo();
    assert.notEqual(await run(io, ...args), 0);
    assert.equal(io.takeOutput(), '');
    assert.match(io.takeErrors(), /^tally payer/);
  });
}

test('a device that was never activated says what to do', async (context) => {
  const store = ['--store', join(await folderOf(context), 'none.json')];
  for (const command of ['pay', 'status']) {
    const io = recordedIo();
    assert.equal(await runPayer([command, ...store], io), 1);
    assert.match(io.takeErrors(), /Activate it first/);
  }
});

test('every command has a page of help', async () => {
  for (const command of ['activate', 'pay', 'confirm', 'receipts', 'status']) {
    const io = recordedIo();
    assert.equal(await runPayer([command, '--help'], io), 0);
    assert.match(io.takeOutput(), new RegExp(`^Usage: tally payer ${command}`));
  }
});
