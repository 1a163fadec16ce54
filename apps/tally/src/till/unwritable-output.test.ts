import assert from 'node:assert/strict';
import { spawn, type StdioOptions } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, openSync, truncateSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { text } from 'node:stream/consumers';
import { afterEach, beforeEach, describe, it } from 'node:test';
import { startContractServer, type ContractServer, type Fault } from '@tallystick/cashier-terminal/testing';
import type { DeclineCode } from '@tallystick/foundation';
import { makeNumericPaycode } from '@tallystick/paycode';

const tally = path.join(import.meta.dirname, '..', 'tally.ts');
const limits = { timeout: 120_000 };
const code = makeNumericPaycode({ issuerPrefix: '83', alias: '0123456789', intent: 0, password: '24681357' });
const pay = ['pay', '--amount', '4.50', '--currency', 'EUR', '--code', code];
const nothingOpen = { exitCode: 0, stdout: 'No payment is open.\n', stderr: '' };

let server: ContractServer;
let folder: string;
let declineNext: DeclineCode | null;

beforeEach(async () => {
  declineNext = null;
  server = await startContractServer({ decide: () => declineNext });
  folder = await mkdtemp(path.join(tmpdir(), 'tally-output-'));
});
afterEach(async () => {
  await server.close();
  await rm(folder, { recursive: true });
});

interface Run {
  readonly stdin?: string;
  readonly stdio?: StdioOptions;
  /** A shell script that runs the command as `"$@"`. */
  readonly shell?: string;
  /** Closes our end of the pipe that is the command’s standard output, as a reader does that ends. */
  readonly leave?: boolean;
}

/** The real command in a process of its own. */
async function till(args: readonly string[], { stdin = '', stdio = 'pipe', shell, leave }: Run = {}) {
  const command = [process.execPath, tally, 'till', ...args];
  const [program = '', ...words] = shell === undefined ? command : ['sh', '-c', shell, 'sh', ...command];
  const { url: TALLY_SERVER, tillKey: TALLY_TILL_KEY } = server;
  const env = { ...process.env, TALLY_SERVER, TALLY_TILL_KEY, TALLY_TILL_STATE: path.join(folder, 'state') };
  const child = spawn(program, words, { env, stdio });
  child.stdin?.end(stdin);
  if (leave === true) child.stdout?.destroy();
  const closed = once(child, 'close');
  const [stdout, stderr] = await Promise.all([
    child.stdout === null || leave === true ? '' : text(child.stdout),
    child.stderr === null ? '' : text(child.stderr),
  ]);
  await closed;
  return { exitCode: child.exitCode, stdout, stderr };
}

/** Runs with a device that takes nothing in the place of these descriptors. */
async function onFullDevice<Result>(
  descriptors: readonly (1 | 2)[],
  run: (stdio: StdioOptions) => Promise<Result>,
): Promise<Result> {
  const full = openSync('/dev/full', 'w');
  try {
    return await run([
      'pipe',
      descriptors.includes(1) ? full : 'pipe',
      descriptors.includes(2) ? full : 'pipe',
    ]);
  } finally {
    closeSync(full);
  }
}

const oneSentence =
  /^tally till: The result could not be written \(\w+\); the exit code says how it ended, and tally till recover shows it\.\n$/;

function askedAfter(count: number): readonly string[] {
  return server.requests.slice(count);
}

void describe('An approved payment that can’t be shown ends with 0, and recover shows it', () => {
  const ways: [string, (args: readonly string[]) => ReturnType<typeof till>][] = [
    ['on a full device', (args) => onFullDevice([1], (stdio) => till(args, { stdio }))],
    ['to a reader that has gone', (args) => till(args, { leave: true })],
    [
      'in a file that has reached its limit',
      (args) => {
        truncateSync(openFile('out'), 1 << 20);
        return till(args, { shell: `ulimit -f 64; exec "$@" >> "${path.join(folder, 'out')}"` });
      },
    ],
  ];
  for (const [where, run] of ways) {
    for (const json of [false, true]) {
      void it(`${where}${json ? ', with --json' : ''}`, limits, async () => {
        const paid = await run(json ? [...pay, '--json'] : pay);
        assert.equal(paid.exitCode, 0, paid.stderr);
        assert.match(paid.stderr, oneSentence);
        const [paymentId] = server.payments.paidIds();
        const before = server.requests.length;
        const recovered = await till(json ? ['recover', '--json'] : ['recover']);
        assert.equal(recovered.exitCode, 0);
        if (json) {
          const { state, outcome } = JSON.parse(recovered.stdout);
          assert.deepEqual([state, outcome.paymentId], ['approved', paymentId]);
        } else assert.equal(recovered.stdout, `approved ${paymentId}\n`);
        assert.deepEqual(askedAfter(before), ['GET /v1/till', `GET /v1/payments/${paymentId}`]);
        assert.deepEqual(await till(['recover']), nothingOpen);
        assert.deepEqual(server.payments.paidIds(), [paymentId]);
      });
    }
  }

  void it('where standard error is full as well', limits, async () => {
    const paid = await onFullDevice([1, 2], (stdio) => till(pay, { stdio }));
    assert.equal(paid.exitCode, 0);
    assert.match((await till(['recover'])).stdout, /^approved /);
  });
});

void describe('The exit code tells how it ended, whatever becomes of the words', () => {
  void it('of a declined payment', limits, async () => {
    declineNext = 'insufficient_funds';
    const { exitCode, stderr } = await onFullDevice([1], (stdio) => till(pay, { stdio }));
    assert.equal(exitCode, 4);
    assert.match(stderr, oneSentence);
  });

  void it(
    'where both outputs are closed: that is a wish for no output, and the payment counts as shown',
    limits,
    async () => {
      const { exitCode } = await till(pay, { shell: 'exec "$@" >&- 2>&-' });
      assert.equal(exitCode, 0);
      assert.equal(server.payments.paidIds().length, 1);
      assert.deepEqual(await till(['recover']), nothingOpen);
    },
  );

  void it('of a reversal', limits, async () => {
    const { stdout } = await till([...pay, '--json']);
    const { paymentId } = JSON.parse(stdout);
    const { exitCode, stderr } = await onFullDevice([1], (stdio) =>
      till(['reverse', paymentId, '--json'], { stdio }),
    );
    assert.equal(exitCode, 4);
    assert.match(stderr, /^tally till: The result could not be written \(ENOSPC\); [^\n]+\n$/);
    assert.deepEqual(server.payments.paidIds(), []);
  });

  void it('of recover, which keeps what it could not show either', limits, async () => {
    await onFullDevice([1], (stdio) => till(pay, { stdio }));
    const { exitCode, stderr } = await onFullDevice([1], (stdio) => till(['recover'], { stdio }));
    assert.equal(exitCode, 0);
    assert.match(stderr, oneSentence);
    assert.match((await till(['recover'])).stdout, /^approved /);
  });
});

void it(
  'the next payment of the same amount is refused until the one that could not be shown was shown or named',
  limits,
  async () => {
    await onFullDevice([1], (stdio) => till(pay, { stdio }));
    const [paymentId = ''] = server.payments.paidIds();
    const silent = await onFullDevice([2], (stdio) => till(pay, { stdio }));
    assert.equal(silent.exitCode, 4);
    const refused = await till(pay);
    assert.equal(refused.exitCode, 4);
    assert.match(refused.stderr, new RegExp(`Payment ${paymentId} took 4.50 EUR .*earlier_payment_paid`));
    assert.deepEqual(server.payments.paidIds(), [paymentId]);

    const besides = await till([...pay, '--besides', paymentId]);
    assert.equal(besides.exitCode, 0);
    assert.equal(besides.stderr, `tally till: An earlier payment has ended: approved ${paymentId}\n`);
    assert.deepEqual(await till(['recover']), nothingOpen);
    assert.equal(server.payments.paidIds().length, 2);
  },
);

void it(
  'another amount, or an order, is charged after the payment that could not be shown was shown',
  limits,
  async () => {
    await onFullDevice([1], (stdio) => till(pay, { stdio }));
    const [paymentId] = server.payments.paidIds();
    const other = await till(['pay', '--amount', '3.00', '--currency', 'EUR', '--code', code]);
    assert.equal(other.exitCode, 0);
    assert.equal(other.stderr, `tally till: An earlier payment has ended: approved ${paymentId}\n`);

    await onFullDevice([1], (stdio) => till(pay, { stdio }));
    assert.equal((await till([...pay, '--order', 'T-7'])).exitCode, 0);
    assert.deepEqual(await till(['recover']), nothingOpen);
  },
);

void it(
  'what was approved and not shown is not reversed by a recover that loses its questions',
  limits,
  async () => {
    await onFullDevice([1], (stdio) => till(pay, { stdio }));
    server.faults.push(null, ...Array.from({ length: 3 }, (): Fault => 'lose_request'));
    const { exitCode, stdout } = await till(['recover']);
    assert.equal(exitCode, 0);
    assert.match(stdout, /^approved /);
    assert.ok(!server.requests.some((line) => line.endsWith('/reversal')));
  },
);

void it('watch charges nothing more once a result could not be shown', limits, async () => {
  const watch = ['watch', '--amount', '4.50', '--currency', 'EUR'];
  const run = await onFullDevice([1], (stdio) => till(watch, { stdio, stdin: `${code}\n${code}\n` }));
  assert.equal(run.exitCode, 0);
  assert.match(run.stderr, oneSentence);
  assert.equal(server.payments.paidIds().length, 1);
});

void it(
  'a command that only reads has failed where its answer can’t be written, with one sentence',
  limits,
  async () => {
    const { exitCode, stderr } = await onFullDevice([1], (stdio) => till(['whoami'], { stdio }));
    assert.equal(exitCode, 1);
    assert.match(stderr, /^tally till whoami: [^\n]+ \(output_not_written\)\n$/);
  },
);

void it('but not where its reader had seen enough', limits, async () => {
  assert.deepEqual(await till(['whoami'], { leave: true }), { exitCode: 0, stdout: '', stderr: '' });
});

function openFile(name: string): string {
  const file = path.join(folder, name);
  closeSync(openSync(file, 'a'));
  return file;
}
