import assert from 'node:assert/strict';
import { chmod, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, afterEach, before, beforeEach, describe, it } from 'node:test';
import { startContractServer, type ContractServer, type Fault } from '@tallystick/cashier-terminal/testing';
import { createManualClock, type DeclineCode } from '@tallystick/foundation';
import { makeNumericPaycode } from '@tallystick/paycode';
import { runCommandLine } from '../commands/run-command-line.ts';
import { tillCommands } from './till-commands.ts';

const paycode = makeNumericPaycode({
  issuerPrefix: '83',
  alias: '0123456789',
  intent: 0,
  password: '24681357',
});
let server: ContractServer;
let folder: string;
let declineNext: DeclineCode | null = null;

before(async () => {
  server = await startContractServer({ decide: () => declineNext });
});
after(() => server.close());
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'tally-till-'));
  declineNext = null;
  server.faults.length = 0;
  server.requests.length = 0;
});
afterEach(() => rm(folder, { recursive: true }));

interface Run {
  readonly exitCode: number;
  readonly stdout: string;
  readonly stderr: string;
}

async function till(args: readonly string[], stdin: readonly string[] = [], env: object = {}): Promise<Run> {
  let stdout = '';
  let stderr = '';
  const clock = createManualClock(1_790_000_000_000);
  const exitCode = await runCommandLine(
    tillCommands,
    args,
    {
      stdin: (async function* () {
        yield* stdin;
      })(),
      stdout: { write: (text) => (stdout += text) },
      stderr: { write: (text) => (stderr += text) },
      env: { TALLY_SERVER: server.url, TALLY_TILL_KEY: server.tillKey, TALLY_TILL_STATE: folder, ...env },
      fetch: (url, init) => fetch(url, init),
      clock,
      wait: async (waitMs) => clock.advance(waitMs),
    },
    ['till'],
  );
  return { exitCode, stdout, stderr };
}

const amount = ['--amount', '4.50', '--currency', 'EUR'];

/** The server answers who the till is, then loses everything. */
function stayAway(): void {
  server.faults.push(null, ...Array.from({ length: 200 }, (): Fault => 'lose_request'));
}

describe('tally till pay', () => {
  it('charges a typed code and shows a receipt', async () => {
    const { exitCode, stdout, stderr } = await till(['pay', ...amount, '--code', paycode]);
    assert.deepEqual([exitCode, stderr], [0, '']);
    assert.match(stdout, /Baker’s\n[^]*4\.50 EUR\n *PAID\n[^]*1234 5678\n$/);
  });

  it('reads one line from standard input', async () => {
    const { exitCode } = await till(['pay', ...amount], [`]C1${paycode}\r\n`, 'never read\n']);
    assert.equal(exitCode, 0);
  });

  it('answers with one JSON object, without the code', async () => {
    const { stdout } = await till(['pay', ...amount, '--code', paycode, '--json']);
    const result: unknown = JSON.parse(stdout);
    assert.ok(
      typeof result === 'object' && result !== null && 'state' in result && result.state === 'approved',
    );
    assert.ok(!stdout.includes(paycode));
  });

  it('writes the receipt to a file, with a confirmation to scan', async () => {
    const file = join(folder, 'receipt.txt');
    const { exitCode, stdout } = await till(['pay', ...amount, '--code', paycode, '--receipt', file, '--qr']);
    assert.equal(exitCode, 0);
    assert.match(stdout, /^approved [0-9A-Z]{24}\n$/);
    assert.match(await readFile(file, 'utf8'), /PAID[^]*█/);
  });

  it('keeps the exit code of the payment where the receipt can’t be written', async () => {
    const { exitCode, stderr } = await till([
      'pay',
      ...amount,
      '--code',
      paycode,
      '--receipt',
      join(folder, 'no', 'r'),
    ]);
    assert.equal(exitCode, 0);
    assert.match(stderr, /the result above stands/);
  });

  it('exits with 4 when it was declined', async () => {
    declineNext = 'insufficient_funds';
    const { exitCode, stdout } = await till(['pay', ...amount, '--code', paycode]);
    assert.equal(exitCode, 4);
    assert.match(stdout, /NOT PAID\nNot enough money/);
  });

  it('exits with 3 when the server stays away, and the next command says how it ended', async () => {
    stayAway();
    const { exitCode, stdout } = await till(['pay', ...amount, '--code', paycode]);
    assert.equal(exitCode, 3);
    assert.match(stdout, /RESULT UNKNOWN/);
    server.faults.length = 0;
    const next = await till(['pay', ...amount, '--code', paycode]);
    assert.equal(next.exitCode, 0);
    assert.match(next.stderr, /An earlier payment has ended: reversed/);
  });

  it('exits with 3 where every answer is spoilt by a time that no calendar has, and recover finds how it ended', async () => {
    const answerAs = (json: object): object => {
      const text = JSON.stringify(json).replaceAll(/"decidedAt":\d+/g, '"decidedAt":9007199254740991');
      const spoilt: object = JSON.parse(text);
      return spoilt;
    };
    server.faults.push(null, ...Array.from({ length: 200 }, (): Fault => ({ answerAs })));
    const { exitCode, stdout, stderr } = await till(['pay', ...amount, '--code', paycode]);
    assert.deepEqual([exitCode, stderr], [3, '']);
    assert.match(stdout, /RESULT UNKNOWN/);
    server.faults.length = 0;
    assert.match((await till(['recover'])).stdout, /^reversed [0-9A-Z]{24}\n$/);
  });

  it('reads the key from a file that is its owner’s only', async () => {
    const file = join(folder, 'key');
    await writeFile(file, `${server.tillKey}\n`, { mode: 0o600 });
    const pay = ['pay', ...amount, '--code', paycode, '--key-file', file];
    assert.equal((await till(pay, [], { TALLY_TILL_KEY: undefined })).exitCode, 0);
    await chmod(file, 0o644);
    const { exitCode, stderr } = await till(pay);
    assert.equal(exitCode, 1);
    assert.match(stderr, /give it mode 0600\. \(key_file_unreadable\)\n$/);
  });

  const errors: [string, string[], RegExp][] = [
    ['a picture that is a PDF', ['--picture', 'x.pdf'], /Use a PNG or a JPEG\. \(picture_not_readable\)/],
    ['a misread code', ['--code', '12'], /not complete\. Scan it again\. \(code_wrong_length\)/],
    [
      'an unknown option',
      ['--code83', paycode],
      /An option is unknown or lacks its value\. \(arguments_wrong\)/,
    ],
    ['no code at all', [], /No code was given/],
    ['too many decimals', ['--amount', '1.005', '--code', paycode], /\(amount_invalid\)/],
    ['an unknown currency', ['--currency', 'XXX', '--code', paycode], /\(currency_unknown\)/],
    ['plain http to another machine', ['--server', 'http://192.0.2.1', '--code', paycode], /use https/],
  ];
  for (const [what, extra, sentence] of errors) {
    it(`exits with an error and one sentence for ${what}, with nothing sent`, async () => {
      await writeFile(join(folder, 'x.pdf'), '%PDF-1.7');
      const args = extra.map((word) => (word === 'x.pdf' ? join(folder, word) : word));
      const { exitCode, stderr } = await till(['pay', ...amount, ...args]);
      assert.equal(exitCode, stderr.includes('(arguments_wrong)') ? 2 : 1);
      assert.match(stderr, sentence);
      assert.match(stderr, /^[^\n]+\n$/);
      assert.ok(!stderr.includes(paycode));
      assert.ok(!server.requests.some((line) => line.startsWith('POST')));
    });
  }

  it('exits with 1 where the key is not known', async () => {
    const { exitCode, stderr } = await till(['pay', ...amount, '--code', paycode], [], {
      TALLY_TILL_KEY: 'revoked',
    });
    assert.equal(exitCode, 1);
    assert.match(stderr, /\(till_key_unknown\)/);
  });
});

describe('tally till watch', () => {
  it('charges every scan, and goes on after one that was misread', async () => {
    const { exitCode, stdout, stderr } = await till(
      ['watch', ...amount, '--json'],
      [`${paycode}\n`, 'abc\n', `${paycode}\t`],
    );
    assert.equal(exitCode, 0);
    assert.equal(stdout.match(/"state":"approved"/g)?.length, 2);
    assert.match(stderr, /^tally till watch: .* \(code_\w+\)\n$/);
  });
});

describe('tally till query, reverse, recover and whoami', () => {
  it('follow a payment to its end', async () => {
    const { stdout } = await till(['pay', ...amount, '--code', paycode, '--receipt', join(folder, 'r')]);
    const paymentId = stdout.split(' ')[1]?.trim() ?? '';
    assert.deepEqual(await till(['query', paymentId]), {
      exitCode: 0,
      stdout: `approved ${paymentId}\n`,
      stderr: '',
    });
    assert.match((await till(['reverse', paymentId])).stdout, /Given back +4\.50 EUR\n *CANCELLED/);
    assert.deepEqual(await till(['query', paymentId]), {
      exitCode: 4,
      stdout: `reversed ${paymentId}\n`,
      stderr: '',
    });
  });

  it('tell that a payment never reached the platform', async () => {
    assert.deepEqual(await till(['query', 'NEVER']), {
      exitCode: 1,
      stdout: 'never_seen NEVER\n',
      stderr: '',
    });
  });

  it('name the reason where a question is refused', async () => {
    const { exitCode, stdout } = await till(['query', 'P1'], [], { TALLY_TILL_KEY: 'revoked' });
    assert.equal(exitCode, 3);
    assert.match(stdout, /^unknown P1 It is not known .* \(till_key_unknown\)\n$/);
  });

  it('end what was open', async () => {
    stayAway();
    await till(['pay', ...amount, '--code', paycode]);
    server.faults.length = 0;
    const { exitCode, stdout } = await till(['recover']);
    assert.equal(exitCode, 0);
    assert.match(stdout, /^reversed [0-9A-Z]{24}\n$/);
    assert.equal((await till(['recover'])).stdout, 'No payment is open.\n');
  });

  it('say which till this is', async () => {
    assert.equal((await till(['whoami'])).stdout, 'till 0000007 (Counter) of Baker’s\n');
  });

  it('say how they are used', async () => {
    assert.match((await till(['--help'])).stdout, /^Usage: tally till COMMAND/);
    assert.equal((await till([])).exitCode, 2);
    assert.match((await till(['sing'])).stderr, /There is no such command/);
  });
});
