import assert from 'node:assert/strict';
import { execFile, spawn } from 'node:child_process';
import { randomInt } from 'node:crypto';
import { once } from 'node:events';
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { promisify } from 'node:util';
import { databaseDifferences } from '@tallystick/integrity';
import { openLossyWire } from '../faults/lossy-wire.ts';
import { houseRoot } from '../house/read-house-files.ts';
import { withoutPython } from '../support/python.ts';
import { startServerProcess, type ServerProcess } from '../support/server-process.ts';
import { codeOf, openTestMarket, type TestMarket } from '../support/test-market.ts';

/** The till of docs/clients, which knows no more than the reference page, on wires that lose what the server answers. */
const program = join(houseRoot, 'docs', 'clients', 'till.py');
const payments = 30;
const atOnce = 3;
const openingBalance = 1_000n;
const run = promisify(execFile);

let market: TestMarket;
let server: ServerProcess;
let journal: string;

before(async () => {
  market = await openTestMarket();
  server = await startServerProcess(market.databaseUrl, market.keys);
  journal = await mkdtemp(join(tmpdir(), 'tallystick-journal-'));
});

after(async () => {
  await rm(journal, { recursive: true, force: true });
  await server.stop();
  await market.close();
});

interface Order {
  readonly accountId: string;
  readonly code: string;
  readonly minorUnits: bigint;
}

/** What the till says in the end. */
interface Ended {
  readonly paymentId: string;
  readonly outcome: string;
  readonly errorCode?: string | null;
}

/** Every tenth payer has too little money. */
async function openOrder(index: number): Promise<Order> {
  const account = await market.openAccount(openingBalance);
  const code = await codeOf(await market.enrolTerminal(account, server.address));
  const minorUnits = index % 10 === 0 ? openingBalance + 1n : BigInt(randomInt(1, 1000));
  return { accountId: account.accountId, code, minorUnits };
}

function environmentOf(url: string, tillKey: string, patienceS = 60): NodeJS.ProcessEnv {
  const own = { TALLY_URL: url, TALLY_TILL_KEY: tillKey, TALLY_JOURNAL: journal };
  return { ...process.env, ...own, TALLY_PATIENCE_S: String(patienceS) };
}

function wordsOf({ minorUnits }: Order): readonly string[] {
  return [program, 'pay', minorUnits.toString(), 'EUR'];
}

/** Scans the order’s code into the till and waits for its end. */
async function payAt(env: NodeJS.ProcessEnv, order: Order): Promise<readonly Ended[]> {
  return runTill(wordsOf(order), env, order.code);
}

async function runTill(
  words: readonly string[],
  env: NodeJS.ProcessEnv,
  scanned = '',
): Promise<readonly Ended[]> {
  const running = run('python3', words, { env, timeout: 120_000 });
  running.child.stdin?.end(`${scanned}\n`);
  const { stdout } = await running;
  const lines = stdout.split('\n').filter((line) => line !== '');
  return lines.map((line) => JSON.parse(line) as Ended);
}

async function balanceOf({ accountId }: Order): Promise<bigint | undefined> {
  const text = 'SELECT balance FROM platform.accounts WHERE account_id = $1';
  const rows = await market.database.query<{ balance: bigint }>({ name: '', text, values: [accountId] });
  return rows[0]?.balance;
}

async function storedPayments(): Promise<ReadonlyMap<string, string>> {
  const text = 'SELECT payment_id, outcome FROM platform.payments';
  const query = { name: '', text, values: [] };
  const rows = await market.database.query<{ payment_id: string; outcome: string }>(query);
  return new Map(rows.map((row) => [row.payment_id, row.outcome]));
}

interface Entry {
  readonly paymentId: string;
  readonly state: string;
}

async function journalEntries(): Promise<readonly Entry[]> {
  const files = (await readdir(journal)).filter((file) => file.endsWith('.json'));
  const texts = await Promise.all(files.map((file) => readFile(join(journal, file), 'utf8')));
  for (const text of texts) assert.doesNotMatch(text, /[0-9]{22}/, 'a code is in the journal');
  return texts.map((text) => JSON.parse(text) as Entry);
}

async function journalStates(): Promise<readonly string[]> {
  return (await journalEntries()).map(({ state }) => state);
}

async function openEntries(): Promise<readonly string[]> {
  const open = (await journalEntries()).filter(({ state }) => state === 'open');
  return open.map(({ paymentId }) => paymentId);
}

void test(
  `${payments} payments through a wire that drops every third answer each end in one outcome, as the ledger has it`,
  { skip: withoutPython },
  async () => {
    const wire = await openLossyWire(server.address, { spoilings: ['answer_lost'] });
    const environment = environmentOf(wire.address, await market.openTill());
    const orders = await Promise.all(Array.from({ length: payments }, (_, index) => openOrder(index)));
    const ended = new Map<Order, Ended>();
    const waiting = [...orders];
    const payOneAfterAnother = async (): Promise<void> => {
      for (let order = waiting.shift(); order !== undefined; order = waiting.shift()) {
        const [payment, ...more] = await payAt(environment, order);
        assert.ok(payment !== undefined && more.length === 0);
        ended.set(order, payment);
      }
    };
    try {
      await Promise.all(Array.from({ length: atOnce }, payOneAfterAnother));
    } finally {
      await wire.close();
    }

    assert.ok(wire.spoilt.answer_lost >= payments / 3, `${wire.spoilt.answer_lost} answers were dropped`);
    const stored = await storedPayments();
    assert.equal(stored.size, payments, 'no payment but those that the till knows');
    for (const order of orders) {
      const payment = ended.get(order);
      const isPoor = order.minorUnits > openingBalance;
      assert.equal(payment?.outcome, isPoor ? 'declined' : 'approved');
      assert.equal(stored.get(payment?.paymentId ?? ''), payment?.outcome);
      assert.equal(await balanceOf(order), isPoor ? openingBalance : openingBalance - order.minorUnits);
    }
    assert.deepEqual(new Set(await journalStates()), new Set(['approved', 'declined']));
    assert.deepEqual(await databaseDifferences(market.database), []);
  },
);

void test(
  'a till whose patience has run out takes the payment back, and is told so in spite of lost answers',
  { skip: withoutPython },
  async () => {
    const wire = await openLossyWire(server.address, { spoilings: ['answer_lost'], exchangesPerSpoiling: 2 });
    try {
      const tillKey = await market.openTill();
      for (let index = 1; index <= 2; index += 1) {
        const order = await openOrder(index);
        const [payment] = await payAt(environmentOf(wire.address, tillKey, 0), order);
        assert.equal(payment?.outcome, 'reversed');
        assert.equal(await balanceOf(order), openingBalance);
      }
      assert.ok(wire.spoilt.answer_lost > 0);
    } finally {
      await wire.close();
    }
  },
);

/** A payment whose till was killed after the server had decided it twice over and before the till knew of it. */
async function killedPayment(tillKey: string): Promise<Order> {
  const deaf = await openLossyWire(server.address, { spoilings: ['answer_lost'], exchangesPerSpoiling: 1 });
  const order = await openOrder(1);
  const till = spawn('python3', [...wordsOf(order)], {
    env: environmentOf(deaf.address, tillKey),
    stdio: ['pipe', 'ignore', 'ignore'],
  });
  const exited = once(till, 'exit');
  till.stdin.end(`${order.code}\n`);
  while (deaf.spoilt.answer_lost < 2) await new Promise((resolve) => setImmediate(resolve));
  till.kill('SIGKILL');
  await exited;
  await deaf.close();
  assert.equal((await openEntries()).length, 1);
  return order;
}

void test(
  'a till that is killed before it knows finds what was paid by its journal, and it stays paid once',
  { skip: withoutPython },
  async () => {
    const tillKey = await market.openTill();
    const order = await killedPayment(tillKey);
    const environment = environmentOf(server.address.href, tillKey);
    const [payment, ...more] = await runTill([program, 'resume'], environment);
    assert.deepEqual([payment?.outcome, more], ['approved', []]);
    assert.equal(await balanceOf(order), openingBalance - order.minorUnits);
    assert.deepEqual(await runTill([program, 'resume'], environment), []);
  },
);

void test(
  'a payment that went back while its till was dead is not taken for a paid one',
  { skip: withoutPython },
  async () => {
    const tillKey = await market.openTill();
    const order = await killedPayment(tillKey);
    const [paymentId] = await openEntries();
    const reversal = new URL(`/v1/payments/${paymentId}/reversal`, server.address);
    await fetch(reversal, { method: 'POST', headers: { authorization: `Bearer ${tillKey}` } });
    const [payment] = await runTill([program, 'resume'], environmentOf(server.address.href, tillKey));
    assert.equal(payment?.outcome, 'reversed');
    assert.equal(await balanceOf(order), openingBalance);
  },
);

void test(
  'a request that can never succeed ends with the cashier’s words and leaves nothing open',
  { skip: withoutPython },
  async () => {
    const environment = environmentOf(server.address.href, await market.openTill());
    const order = { ...(await openOrder(1)), code: '8301234567890246813570' };
    await assert.rejects(payAt(environment, order), ({ stderr }: Error & { stderr: string }) => {
      assert.equal(stderr, '400 code_check_digit: The code was misread. Scan it again.\n');
      return true;
    });
    assert.ok(!(await journalStates()).includes('open'));
  },
);
