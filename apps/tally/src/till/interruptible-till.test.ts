import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { text } from 'node:stream/consumers';
import { afterEach, beforeEach, describe, it } from 'node:test';
import { startContractServer, type ContractServer } from '@tallystick/cashier-terminal/testing';
import { makeNumericPaycode } from '@tallystick/paycode';

const tally = path.join(import.meta.dirname, '..', 'tally.ts');
const limits = { timeout: 30_000 };
const amount = ['--amount', '4.50', '--currency', 'EUR'];
const code = makeNumericPaycode({ issuerPrefix: '83', alias: '0123456789', intent: 0, password: '24681357' });
const signIn = 'GET /v1/till';
const payment = 'POST /v1/payments';

let server: ContractServer;
let folder: string;

beforeEach(async () => {
  server = await startContractServer();
  folder = await mkdtemp(path.join(tmpdir(), 'tally-interrupt-'));
});
afterEach(async () => {
  await server.close();
  await rm(folder, { recursive: true });
});

/** The real command in a process of its own, whose standard input stays open. */
function startTill(args: readonly string[]) {
  const { url: TALLY_SERVER, tillKey: TALLY_TILL_KEY } = server;
  const child = spawn(process.execPath, [tally, 'till', ...args], {
    env: { ...process.env, TALLY_SERVER, TALLY_TILL_KEY, TALLY_TILL_STATE: folder },
  });
  const ended = Promise.all([once(child, 'exit'), text(child.stdout), text(child.stderr)]).then(
    ([[exitCode, signal], stdout, stderr]) => ({ exitCode: Number(exitCode), signal, stdout, stderr }),
  );
  return { child, ended };
}

/** Resolves when the server gets the nth request of this kind; its answer is still to come. */
function arrivalOf(wanted: string, nth = 1): Promise<void> {
  let left = nth;
  return new Promise((resolve) => {
    server.onRequest = (line) => {
      if (line === wanted && (left -= 1) === 0) resolve();
    };
  });
}

void describe('Ctrl-C during tally till', () => {
  void it('reverses a payment whose answer has not come', limits, async () => {
    server.faults.push(null, 'never_answer');
    const paying = arrivalOf(payment);
    const { child, ended } = startTill(['pay', ...amount, '--code', code]);
    await paying;
    child.kill('SIGINT');
    const { exitCode, stdout, stderr } = await ended;
    assert.equal(exitCode, 4);
    assert.match(stdout, /CANCELLED/);
    assert.match(stderr, /^tally till: Stopping; [^\n]+\n$/);
    assert.match(server.requests.at(-1) ?? '', /\/reversal$/);
    assert.deepEqual(server.payments.paidIds(), []);
  });

  void it('ends pay while it waits for a scan, with nothing charged', limits, async () => {
    const { child, ended } = await waitingForScan(['pay', ...amount]);
    child.kill('SIGINT');
    const { exitCode, stderr } = await ended;
    assert.equal(exitCode, 4);
    assert.match(stderr, /\ntally till: Stopped; nothing was charged\.\n$/);
    assert.deepEqual(server.requests, [signIn]);
  });

  void it('charges nothing where it comes during the sign-in', limits, async () => {
    const { child, ended } = startTill(['pay', ...amount, '--code', code]);
    server.onRequest = (line) => void (line === signIn && child.kill('SIGINT'));
    const { exitCode, stderr } = await ended;
    assert.equal(exitCode, 4);
    assert.match(stderr, /nothing was charged/);
    assert.deepEqual(server.requests, [signIn]);
  });

  void it('ends watch between two scans, and what was paid stays paid', limits, async () => {
    const { child, ended } = startTill(['watch', ...amount, '--json']);
    const shown = once(child.stdout, 'data');
    child.stdin.write(`${code}\n`);
    await shown;
    child.kill('SIGINT');
    const { exitCode, signal, stdout } = await ended;
    assert.deepEqual([exitCode, signal], [0, null]);
    assert.match(stdout, /"state":"approved"/);
    assert.equal(server.payments.paidIds().length, 1);
  });

  void it('leaves the rest to recover when it is pressed again', limits, async () => {
    server.faults.push(null, 'never_answer', 'never_answer');
    const paying = arrivalOf(payment);
    const first = startTill(['pay', ...amount, '--code', code]);
    await paying;
    const reversing = new Promise<void>((resolve) => {
      server.onRequest = (line) => void (line.endsWith('/reversal') && resolve());
    });
    first.child.kill('SIGINT');
    await reversing;
    first.child.kill('SIGINT');
    assert.equal((await first.ended).signal, 'SIGINT');

    const { exitCode, stdout } = await startTill(['recover']).ended;
    assert.equal(exitCode, 0);
    assert.match(stdout, /^reversed /);
    assert.deepEqual(server.payments.paidIds(), []);
  });

  void it('ends at once a command that charges nothing', limits, async () => {
    server.faults.push('never_answer');
    const asking = arrivalOf(signIn);
    const { child, ended } = startTill(['whoami']);
    await asking;
    child.kill('SIGINT');
    assert.equal((await ended).signal, 'SIGINT');
  });
});

/** A till that has signed in, and so waits for its scanner. */
async function waitingForScan(args: readonly string[]) {
  const signedIn = arrivalOf(signIn);
  const till = startTill(args);
  await signedIn;
  return till;
}
