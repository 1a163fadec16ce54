import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, afterEach, before, beforeEach, describe, it } from 'node:test';
import { fileURLToPath } from 'node:url';
import type { PaymentResult } from '../payment-loop/payment-result.ts';
import { startContractServer, type ContractServer } from '../testing/contract-server.ts';
import { createTestTerminal, testAmount, testPaycode } from '../testing/test-terminal.ts';
import { openFileJournal } from './file-journal.ts';

const tillProgram = fileURLToPath(new URL('../testing/crashing-till.ts', import.meta.url));
let server: ContractServer;
let folder: string;
let path: string;

before(async () => {
  server = await startContractServer();
});
after(() => server.close());
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'till-crash-'));
  path = join(folder, 'till.journal');
  server.requests.length = 0;
  server.faults.length = 0;
});
afterEach(() => rm(folder, { recursive: true }));

/** Runs the till until it is killed: by itself, or at the nth request that reaches the server. */
async function runTillUntilKilled(die: string, killAtRequest: number): Promise<void> {
  const env = {
    TALLY_TEST_SERVER: server.url,
    TALLY_TEST_KEY: server.tillKey,
    TALLY_TEST_JOURNAL: path,
    TALLY_TEST_DIE: die,
  };
  const till = spawn(process.execPath, [tillProgram], { env: { ...process.env, ...env }, stdio: 'ignore' });
  server.onRequest = () => {
    if (server.requests.length === killAtRequest) till.kill('SIGKILL');
  };
  const [, signal] = await once(till, 'exit');
  server.onRequest = () => undefined;
  assert.equal(signal, 'SIGKILL');
}

/** The next life of the till: what it makes of what the killed one left behind. */
async function recover(): Promise<readonly PaymentResult[]> {
  const text = await readFile(path, 'utf8');
  assert.doesNotMatch(text, new RegExp(testPaycode.slice(2, 12)), 'The journal holds a code.');
  const journal = await openFileJournal(path);
  try {
    const results = await createTestTerminal(server, { journal }).terminal.finishOpenPayments();
    assert.deepEqual(await journal.openEntries(), []);
    return results;
  } finally {
    await journal.close();
  }
}

describe('A till that is killed', () => {
  it('between storing and sending has its payment closed: nothing was charged, and nothing will be', async () => {
    await runTillUntilKilled('after_storing', 0);
    assert.deepEqual(server.requests, []);
    const [result] = await recover();
    assert.equal(result?.state, 'reversed');
    const late = {
      paymentId: String(result?.paymentId),
      code: testPaycode,
      amount: { minorUnits: '450', currency: 'EUR' },
    };
    assert.equal(server.payments.pay(late, false).json.outcome, 'declined');
  });

  it('between sending and the answer finds out that the payment was approved', async () => {
    await runTillUntilKilled('', 1);
    const [result] = await recover();
    assert.equal(result?.state, 'approved');
    assert.ok(server.payments.paidIds().includes(String(result?.paymentId)));
  });

  it('when the request was lost on its way has its payment closed', async () => {
    server.faults.push('lose_request');
    await runTillUntilKilled('', 1);
    const [result] = await recover();
    assert.equal(result?.state, 'reversed');
    assert.ok(!server.payments.paidIds().includes(String(result?.paymentId)));
  });

  it('while it reverses goes on reversing', async () => {
    // Lost, then refused: the till begins to reverse, and dies when the reversal is on its way.
    server.faults.push('lose_answer', { problem: 'malformed_request' }, 'lose_request');
    await runTillUntilKilled('', 3);
    assert.match(String(server.requests[2]), /\/reversal$/);
    const [result] = await recover();
    assert.equal(result?.state, 'reversed');
    assert.ok(!server.payments.paidIds().includes(String(result?.paymentId)));
  });

  it('before the cashier has seen the result shows it in its next life', async () => {
    await runTillUntilKilled('before_showing', 0);
    const [result] = await recover();
    assert.equal(result?.state, 'approved');
  });

  it('many times in a row never leaves a payment without an end', async () => {
    const paidBefore = server.payments.paidIds().length;
    for (let round = 0; round < 4; round++) {
      server.requests.length = 0;
      await runTillUntilKilled('', 1);
    }
    const results = await recover();
    assert.deepEqual(
      results.map(({ state }) => state),
      ['approved', 'approved', 'approved', 'approved'],
    );
    assert.equal(server.payments.paidIds().length - paidBefore, 4);
    assert.equal(testAmount.minorUnits, 450n);
  });
});
