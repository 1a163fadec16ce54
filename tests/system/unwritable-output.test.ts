import assert from 'node:assert/strict';
import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { after, before, describe, test } from 'node:test';
import { runTally, startTally, type Ended, type TallyServer } from './tally-process.ts';

/** The real commands against a real server, with an output that takes nothing. */
const intoFull = ['sh', '-c', 'exec "$@" > /dev/full', 'sh'];
const intoNothing = ['sh', '-c', 'exec "$@" > /dev/full 2> /dev/full', 'sh'];
let folder: string;
let server: TallyServer;
let environment: Record<string, string>;

before(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'tallystick-output-'));
  await chmod(folder, 0o755);
  server = await startTally({ TALLY_DATA: path.join(folder, 'data') });
  environment = {
    HOME: folder,
    TALLY_DATA: path.join(folder, 'data'),
    TALLY_SERVER: server.address,
    TALLY_PAYER_STORE: path.join(folder, 'payer.json'),
    TALLY_TILL_STATE: path.join(folder, 'till'),
  };
  environment['TALLY_TILL_KEY'] = (await tally('demo-key', 'till')).stdout.trim();
  environment['TALLY_OPERATOR_KEY'] = (await tally('demo-key', 'operator')).stdout.trim();
});
after(async () => {
  await server.interrupt();
  await rm(folder, { recursive: true, force: true });
});

async function tally(...args: string[]): Promise<Ended> {
  const ended = await runTally(args, environment);
  assert.equal(ended.exitCode, 0, ended.stderr);
  return ended;
}

async function answerOf(...args: string[]): Promise<Record<string, unknown>> {
  const answer: Record<string, unknown> = JSON.parse((await tally(...args, '--json')).stdout);
  return answer;
}

/** Ends with this code, and says in one sentence that the output was lost; then the same without a standard error. */
async function endsWith(exitCode: number, sentence: RegExp, ...args: string[]): Promise<void> {
  const ended = await runTally(args, environment, intoFull);
  assert.equal(ended.exitCode, exitCode, ended.stderr);
  assert.match(ended.stderr, /^[^\n]+\n$/);
  assert.match(ended.stderr, sentence);
}

async function pay(): Promise<string> {
  const { digits } = await answerOf('payer', 'pay');
  const amount = ['--amount', '4.50', '--currency', 'EUR', '--order', crypto.randomUUID()];
  const { state, paymentId } = await answerOf('till', 'pay', ...amount, '--code', String(digits));
  assert.equal(state, 'approved');
  return String(paymentId);
}

void describe('Where standard output takes nothing', () => {
  test('an activation stands, and a code that nobody saw has failed', async () => {
    const activation = (await tally('demo-key', 'activation', 'Ada')).stdout.trim();
    const stands = /^tally payer: The result could not be written \(ENOSPC\); the device is activated/;
    await endsWith(0, stands, 'payer', 'activate', activation);
    assert.match((await tally('payer', 'status')).stdout, /can pay for/);
    await endsWith(
      1,
      /^tally payer pay: The code could not be shown .*\(output_not_written\)/,
      'payer',
      'pay',
    );
    const png = path.join(folder, 'code.png');
    await endsWith(0, /the code is in its file\./, 'payer', 'pay', '--png', png);
  });

  test('a refund gives back once and ends with 0, and is shown by the same command', async () => {
    const paymentId = await pay();
    const refund = ['till', 'refund', paymentId, '--refund-id', 'R1', '--amount', '1.00'];
    const sentence = /^tally till: The result could not be written \(ENOSPC\); .* the same command shows it/;
    await endsWith(0, sentence, ...refund);
    await endsWith(0, sentence, ...refund, '--json');
    assert.equal((await runTally(refund, environment, intoNothing)).exitCode, 0);
    assert.match(
      (await tally(...refund)).stdout,
      /^refunded R1 1\.00 EUR of payment \w+, 1\.00 EUR in all\n$/,
    );
  });

  test('closing ends with 0 where it was paid and with 4 where it is closed', async () => {
    const paymentId = await pay();
    await endsWith(0, /the same command shows it/, 'till', 'close', paymentId);
    await endsWith(4, /the same command shows it/, 'till', 'close', 'NEVERSEEN', '--json');
    await endsWith(4, /the same command shows it/, 'till', 'reverse', paymentId);
  });

  test('a top-up is booked once and ends with 0', async () => {
    const { items } = await answerOf('operator', 'accounts');
    const [{ accountId, balance }] = items as [{ accountId: string; balance: { minorUnits: string } }];
    const topUp = ['operator', 'top-up', accountId, '5.00', '--id', 'T1'];
    await endsWith(0, /^tally operator: .*; it was done all the same\.\n$/, ...topUp);
    await endsWith(0, /it was done all the same/, ...topUp, '--json');
    assert.equal((await runTally(topUp, environment, intoNothing)).exitCode, 0);
    const account = await answerOf('operator', 'account', accountId);
    const before = BigInt(balance.minorUnits);
    assert.equal((account['balance'] as typeof balance).minorUnits, String(before + 500n));
  });

  test('what is shown only once has failed, and the sentence says what to do', async () => {
    const { merchantId } = await answerOf('operator', 'add-merchant', 'Fishmonger');
    const again = /operator replace-till-key [0-9a-f-]{36} \(output_not_written\)\n$/;
    await endsWith(1, again, 'operator', 'add-till', String(merchantId), 'Counter');
    const { items } = await answerOf('operator', 'tills', String(merchantId));
    const [{ tillId }] = items as [{ tillId: string }];
    await endsWith(1, /has stopped working: give the same/, 'operator', 'replace-till-key', tillId);
    await endsWith(1, /operator revoke-key [0-9a-f]{16} \(output_not_written\)\n$/, 'operator', 'add-key');
    const { items: accounts } = await answerOf('operator', 'accounts');
    const [, { accountId }] = accounts as [unknown, { accountId: string }];
    await endsWith(1, /make another one/, 'operator', 'activate', accountId);
  });

  test('replacing the operator’s key takes the unseen key away again and leaves the old one', async () => {
    const working = async () => {
      const { items } = await answerOf('operator', 'keys');
      return (items as { revokedAt: unknown; keyId: string }[]).filter(({ revokedAt }) => revokedAt === null);
    };
    const before = await working();
    await endsWith(1, /could not be shown and was taken away again\. The old key/, 'operator', 'replace-key');
    assert.deepEqual(await working(), before);
  });

  test('a list that can’t be written has failed, and one whose reader has left has not', async () => {
    await endsWith(1, /\(output_not_written\)\n$/, 'operator', 'merchants');
    await endsWith(1, /\(output_not_written\)\n$/, 'till', '--help');
    const closedPipe = ['sh', '-c', '"$@" | :', 'sh'];
    const ended = await runTally(['operator', 'merchants'], environment, closedPipe);
    assert.deepEqual([ended.exitCode, ended.stderr], [0, '']);
  });
});
