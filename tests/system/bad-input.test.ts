import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { chmod, mkdtemp, rm, truncate, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { after, before, test } from 'node:test';
import { paycodePicture, pngPicture } from '@tallystick/payer-terminal';
import { makeNumericPaycode } from '@tallystick/paycode';
import { refusals } from './refusals.ts';
import { createRawTill, inventedCode, paymentBody, type RawTill } from './till-requests.ts';
import { runTally, startTally, type TallyServer } from './tally-process.ts';

/** What a till must not send, over real HTTP at a real `tally start`: refused by name, and nothing is kept of it. */
let folder: string;
let server: TallyServer;
let till: RawTill;
let tillKey: string;
let environment: Record<string, string>;

before(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'tallystick-test-'));
  // PostgreSQL runs as another user where root runs the tests, and has to enter.
  await chmod(folder, 0o755);
  const TALLY_DATA = path.join(folder, 'data');
  server = await startTally({ TALLY_DATA });
  environment = { TALLY_DATA, TALLY_SERVER: server.address, TALLY_TILL_STATE: folder, HOME: folder };
  environment['TALLY_OPERATOR_KEY'] = await tally('demo-key', 'operator');
  tillKey = await tally('demo-key', 'till');
  till = createRawTill(server.address, tillKey);
});
after(async () => {
  await server.interrupt();
  await rm(folder, { recursive: true, force: true });
});

/** Runs a command that has to end well, and returns what it printed. */
async function tally(...args: readonly string[]): Promise<string> {
  const { exitCode, stdout, stderr } = await runTally(args, environment);
  assert.equal(exitCode, 0, stderr);
  return stdout.trim();
}

for (const [what, body, status, code, field] of refusals) {
  test(`${what} is refused as ${code}, and nothing is stored`, async () => {
    const answer = await till.post(body);
    assert.deepEqual([answer.status, answer.code, answer.field], [status, code, field], answer.text);
    assert.ok(!answer.text.includes('83012345'), 'a code never goes back');
    assert.equal((await till.get('BAD1')).code, 'payment_never_seen');
  });
}

test('a body that is not called JSON is refused', async () => {
  const answer = await till.post(paymentBody(), 'text/plain');
  assert.deepEqual([answer.status, answer.code], [400, 'malformed_request']);
});

test('two thousand refusals leave the memory of the server where it was', async () => {
  const atOnce = 16;
  const sendMany = async (count: number): Promise<void> => {
    let left = count;
    const sendNext = async (): Promise<void> => {
      while (left > 0) {
        left -= 1;
        const [, body = '', status] = refusals[left % refusals.length] ?? [];
        assert.equal((await till.post(body)).status, status);
      }
    };
    await Promise.all(Array.from({ length: atOnce }, sendNext));
  };
  // The first requests compile code and fill pools; what grows after them would grow for ever.
  await sendMany(500);
  const before = residentMegabytes();
  await sendMany(2_000);
  const grown = residentMegabytes() - before;
  assert.ok(grown < 64, `the server has grown by ${grown} MB`);
});

/** Linux only, like the processes of these tests. */
function residentMegabytes(): number {
  const status = readFileSync(`/proc/${server.processId}/status`, 'utf8');
  return Number(/VmRSS:\s+(\d+) kB/.exec(status)?.[1]) / 1024;
}

test('a key that is unknown, missing or revoked is refused before the body is looked at', async () => {
  const merchant = /merchantId +(\S+)/.exec(await tally('operator', 'merchants'))?.[1] ?? '';
  const added = await tally('operator', 'add-till', merchant, 'Attic');
  const [, tillId = '', key = ''] = /tillId +(\S+)[^]*key +(\S+)/.exec(added) ?? [];
  const attic = createRawTill(server.address, key);
  assert.equal((await attic.get('BAD1')).code, 'payment_never_seen', 'the key works');
  await tally('operator', 'revoke-till-key', tillId);

  const strangers = [
    attic,
    createRawTill(server.address, `${tillKey.slice(0, -1)}_`),
    createRawTill(server.address, ''),
  ];
  for (const stranger of strangers) {
    for (const answer of [await stranger.post('not even JSON'), await stranger.get('BAD1')]) {
      assert.deepEqual([answer.status, answer.code], [401, 'till_key_unknown']);
    }
  }
});

test('a payment of another merchant is as one never seen, to the letter', async () => {
  const refused = await fetch(`${server.address}/v1/payments`, {
    method: 'POST',
    headers: { authorization: `Bearer ${tillKey}`, 'content-type': 'application/json' },
    body: paymentBody({ paymentId: 'OURS', code: inventedCode }),
  });
  assert.equal(refused.status, 200, 'a code that nobody made is an outcome, and stored');
  const other = createRawTill(server.address, await tally('demo-key', 'till', '3'));
  const withoutRequestId = (text: string): string => text.replace(/"requestId":"[^"]+"/, '');
  const [theirs, nobodys] = [await other.get('OURS'), await other.get('NONE')];
  assert.deepEqual([theirs.status, theirs.code], [404, 'payment_never_seen']);
  assert.equal(withoutRequestId(theirs.text), withoutRequestId(nobodys.text));
});

test('a picture that can’t be paid from is one sentence about what to do', async () => {
  const modulePixels = 3;
  const codes = ['11112222', '33334444'].map((password) =>
    makeNumericPaycode({ issuerPrefix: '83', alias: '0123456789', intent: 0, password }),
  );
  const white = Array.from({ length: 200 }, () => Array.from({ length: 200 }, () => false));
  const pictures: readonly (readonly [
    name: string,
    code: string,
    content: Uint8Array | string,
    bytes?: number,
  ])[] = [
    ['white.png', 'picture_without_code', pngPicture(white, modulePixels)],
    ['two.png', 'picture_many_codes', pngPicture(codes.flatMap(paycodePicture), modulePixels)],
    ['large.png', 'picture_too_large', pngPicture(white, modulePixels), 50_000_000],
    ['bill.pdf', 'picture_not_readable', '%PDF-1.7\n1 0 obj << /Type /Catalog >> endobj\n%%EOF\n'],
    ['empty.png', 'picture_not_readable', ''],
  ];
  for (const [name, code, content, bytes] of pictures) {
    const file = path.join(folder, name);
    await writeFile(file, content);
    if (bytes !== undefined) await truncate(file, bytes);
    const args = ['till', 'pay', '--picture', file, '--amount', '4.50', '--currency', 'EUR'];
    const ended = await runTally(args, { ...environment, TALLY_TILL_KEY: tillKey });
    assert.deepEqual([ended.exitCode, ended.stdout], [1, ''], name);
    assert.match(ended.stderr, new RegExp(`^tally till(?: \\w+)?: [A-Z][^\n]+\\. \\(${code}\\)\n$`), name);
  }
});
