import assert from 'node:assert/strict';
import { chmod, mkdtemp, readFile, readdir, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { test, type TestContext } from 'node:test';
import { systemClock, TallyError } from '@tallystick/foundation';
import type { CommandIo } from '../output/command-io.ts';
import { runDemo } from './demo-command.ts';

/** Nobody listens on the discard port, so that the demo starts a system of its own. */
const nobodysPort = '9';

/** The data folder is the folder of temporary files as well, so that whatever the demo leaves is seen. */
async function makeWorld(
  context: TestContext,
  fetch: typeof globalThis.fetch = globalThis.fetch,
  onWritten: (text: string) => void = () => undefined,
) {
  const folder = await mkdtemp(path.join(tmpdir(), 'tallystick-test-'));
  // PostgreSQL runs as another user where root runs the tests, and has to enter.
  await chmod(folder, 0o755);
  const { TMPDIR = tmpdir() } = process.env;
  process.env['TMPDIR'] = folder;
  context.after(async () => {
    process.env['TMPDIR'] = TMPDIR;
    await rm(folder, { recursive: true, force: true });
  });
  const written: string[] = [];
  const output = {
    write(text: string) {
      written.push(text);
      onWritten(text);
    },
  };
  const io: CommandIo = {
    stdin: (async function* () {})(),
    stdout: output,
    stderr: output,
    env: { TALLY_DATA: folder, TALLY_PORT: nobodysPort },
    fetch,
    clock: systemClock,
  };
  return { io, folder, text: () => written.join('') };
}

test('the whole morning goes as it is told, and leaves a receipt and nothing else', async (context) => {
  const { io, folder, text } = await makeWorld(context);
  assert.equal(await runDemo({}, io), 0, text());

  const story = text();
  for (const refusal of [
    'declined: code_used',
    'declined: code_refused',
    'declined: code_expired',
    'declined: insufficient_funds',
    'not sent: code_check_digit',
    'reversed',
    'receipt_invalid',
  ]) {
    assert.ok(story.includes(refusal), refusal);
  }
  assert.ok(story.match(/ approved /g)!.length >= 24);
  assert.match(story, /entries sum to 0, the balances to 0\.\n/);
  assert.match(story, /\d+ payments and refusals, all of them as expected\.\n$/);

  const receiptFile = path.join(folder, 'demo-receipt.txt');
  assert.ok(story.includes(receiptFile));
  assert.match(await readFile(receiptFile, 'utf8'), /12\.40 EUR\n +PAID\n/);
  assert.equal((await stat(receiptFile)).mode & 0o777, 0o600);
  assert.deepEqual(await readdir(folder), ['demo-receipt.txt']);
});

/** Every balance that it is asked for is a cent too high. */
const lyingFetch: typeof globalThis.fetch = async (input, init) => {
  const answer = await fetch(input, init);
  const isBalance =
    input instanceof URL && init?.method === 'GET' && input.pathname.startsWith('/v1/accounts/');
  if (!isBalance) return answer;
  const account = await answer.text();
  const text = account.replace(/(?<="minorUnits":")\d+/, (units) => `${BigInt(units) + 1n}`);
  return new Response(text, { headers: answer.headers });
};

test('a ledger that differs from what the payers reckon with is told, and ends with 1', async (context) => {
  const { io, text } = await makeWorld(context, lyingFetch);
  assert.equal(await runDemo({}, io), 1);
  assert.match(text(), /The ledger says that Ada has 45\.31 EUR, but Ada reckons with 45\.30 EUR/);
  assert.match(text(), /NOT as expected\.\n$/);
});

test('a system that was named and does not answer is not replaced by another', async (context) => {
  const { io } = await makeWorld(context);
  const env = { ...io.env, TALLY_SERVER: `http://127.0.0.1:${nobodysPort}` };
  const isUnreachable = (error: unknown): boolean =>
    error instanceof TallyError && error.code === 'server_unreachable';
  await assert.rejects(runDemo({}, { ...io, env }), isUnreachable);
});

test('Ctrl-C ends the story at its next scene with 130, and nothing is left of its system', async (context) => {
  let isStopped = false;
  const stopOnce = (text: string): void => {
    if (isStopped || !text.includes(' approved ')) return;
    isStopped = true;
    process.emit('SIGINT', 'SIGINT');
  };
  const { io, folder, text } = await makeWorld(context, globalThis.fetch, stopOnce);
  assert.equal(await runDemo({}, io), 130);
  assert.doesNotMatch(text(), /declined: code_used/);
  assert.deepEqual(await readdir(folder), []);
});

test('under --json every payment is a line, with what was expected of it', async (context) => {
  const stop = (text: string): void => void (text.includes('"approved"') && process.emit('SIGINT', 'SIGINT'));
  const { io, text } = await makeWorld(context, globalThis.fetch, stop);
  assert.equal(await runDemo({ json: true }, io), 130);
  const lines = text().trim().split('\n');
  for (const line of lines) assert.ok(JSON.parse(line), line);
  const paid = lines.filter((line) => line.startsWith('{"payment":'));
  assert.match(paid[0] ?? '', /"amount":\{"minorUnits":"\d+","currency":"EUR"\}.*"isExpected":true\}$/);
});
