import assert from 'node:assert/strict';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, beforeEach, test } from 'node:test';
import { createManualClock } from '@tallystick/foundation';
import { runCommandLine, tillCommands } from '@tallystick/tally';
import { openTestShop, type TestPayer, type TestShop, type TestTill } from './test-shop.ts';

/** `tally till` for refunds, closing, orders and lists, at a real platform over a wire that loses answers. */
let shop: TestShop;
let till: TestTill;
let payer: TestPayer;
let folder: string;
let answersToLose = 0;

before(async () => {
  shop = await openTestShop();
  folder = await mkdtemp(join(tmpdir(), 'tally-till-'));
});
after(async () => {
  await shop.close();
  await rm(folder, { recursive: true });
});
beforeEach(async () => {
  till = await shop.openTill();
  payer = await shop.enrolPayer(100_000n);
  answersToLose = 0;
});

/** The request arrives, and its answer does not. Who the till is and how a payment stands is always told. */
async function lossyFetch(url: URL | RequestInfo, init?: RequestInit): Promise<Response> {
  const response = await fetch(url, init);
  if (init?.method !== 'POST' || answersToLose === 0) return response;
  answersToLose -= 1;
  await response.text();
  throw new TypeError('fetch failed');
}

async function run(...args: readonly string[]) {
  let stdout = '';
  let stderr = '';
  const clock = createManualClock(shop.clock.nowMs());
  const io = {
    stdin: (async function* () {
      yield* [];
    })(),
    stdout: { write: (text: string) => (stdout += text) },
    stderr: { write: (text: string) => (stderr += text) },
    env: { TALLY_SERVER: till.serverUrl, TALLY_TILL_KEY: till.key, TALLY_TILL_STATE: folder },
    fetch: lossyFetch,
    clock,
    wait: async (waitMs: number) => clock.advance(waitMs),
  };
  const exitCode = await runCommandLine(tillCommands, args, io, ['till']);
  return { exitCode, stdout, stderr };
}

async function pay(...more: readonly string[]) {
  const code = await payer.nextCode();
  return run('pay', '--code', code, '--amount', '4.50', '--currency', 'EUR', ...more);
}

function paymentIdIn(receipt: string): string {
  return /^Payment +(\w+)$/m.exec(receipt)?.[1] ?? assert.fail(receipt);
}

void test('a refund whose answer is lost is asked for again and gives back once', async () => {
  const paymentId = paymentIdIn((await pay()).stdout);
  const balance = await payer.balance();
  answersToLose = 2;
  const part = await run('refund', paymentId, '--refund-id', 'part', '--amount', '1.50');
  assert.deepEqual([part.exitCode, part.stderr], [0, '']);
  assert.match(part.stdout, /^refunded part 1\.50 EUR of payment \w+, 1\.50 EUR in all\n$/);
  assert.equal(await payer.balance(), balance + 150n);
});

void test('without an amount all that is left goes back, also where the command has to be given again', async () => {
  const paymentId = paymentIdIn((await pay()).stdout);
  const balance = await payer.balance();
  await run('refund', paymentId, '--refund-id', 'first', '--amount', '1.00');
  answersToLose = 1000;
  const unknown = await run('refund', paymentId, '--refund-id', 'rest');
  assert.equal(unknown.exitCode, 3);
  assert.match(unknown.stderr, /Give the same command again/);
  answersToLose = 0;
  const again = await run('refund', paymentId, '--refund-id', 'rest');
  assert.match(again.stdout, /refunded rest 3\.50 EUR of payment \w+, 4\.50 EUR in all/);
  assert.equal(await payer.balance(), balance + 450n);
  const more = await run('refund', paymentId, '--refund-id', 'more');
  assert.equal(more.exitCode, 1);
  assert.match(more.stderr, /refund_exceeds_payment/);
});

void test('a refund that is refused says why, and one without an id is not begun', async () => {
  const paymentId = paymentIdIn((await pay()).stdout);
  const tooMuch = await run('refund', paymentId, '--refund-id', 'much', '--amount', '4.51');
  assert.equal(tooMuch.exitCode, 1);
  assert.match(tooMuch.stdout, /^refused much: .*\(refund_exceeds_payment\)\n$/);
  assert.equal((await run('refund', paymentId)).exitCode, 2);
  assert.match((await run('refund', 'Never', '--refund-id', 'x')).stderr, /payment_never_seen/);
});

void test('close shuts an id that was never seen, and only shows what was paid', async () => {
  answersToLose = 1;
  assert.deepEqual(await run('close', 'Never_sent'), {
    exitCode: 4,
    stdout: 'closed Never_sent\n',
    stderr: '',
  });
  assert.equal((await till.pay('Never_sent', await payer.nextCode())).body['errorCode'], 'reversed');
  const paymentId = paymentIdIn((await pay()).stdout);
  assert.deepEqual(await run('close', paymentId), { exitCode: 0, stdout: `paid ${paymentId}\n`, stderr: '' });
});

void test('an order that is paid already shows and confirms the payment that paid it', async () => {
  const paid = await pay(
    '--order',
    'table-7',
    '--order-total',
    '4.50',
    '--place',
    'Terrace',
    '--cashier',
    'Bo',
  );
  assert.equal(paid.exitCode, 0);
  const again = await pay('--order', 'table-7');
  assert.equal(again.exitCode, 4);
  assert.match(again.stdout, /NOT CHARGED AGAIN/);
  assert.match(again.stdout, new RegExp(`Paid as +${paymentIdIn(paid.stdout)}`));
  const confirmation = /^Confirmation .*$/m.exec(paid.stdout)?.[0];
  assert.equal(/^Confirmation .*$/m.exec(again.stdout)?.[0], confirmation);
  const stored = await till.query(paymentIdIn(paid.stdout));
  assert.deepEqual(stored.body['details'], { placeOfSale: 'Terrace', cashier: 'Bo' });
  const tooMuch = await pay('--order', 'table-8', '--order-total', '4.00');
  assert.match(tooMuch.stderr, /order_over_total/);
});

void test('while the order is busy the till waits and then shows what became of it', async () => {
  const fast = await shop.enrolPayer(10_000n, 40_000);
  const order = { order: { reference: 'busy' } };
  await till.payWith('Open', await fast.nextCode(), order);
  const waited = await pay('--order', 'busy');
  assert.equal(waited.exitCode, 4, 'after its time it is closed, and nothing is charged');
  assert.match(waited.stdout, /CANCELLED/);
});

void test('a suspected second scan is shown, and charged where the cashier says that it is meant', async () => {
  const first = paymentIdIn((await pay()).stdout);
  const second = await pay();
  assert.equal(second.exitCode, 4);
  assert.match(second.stdout, new RegExp(`NOT CHARGED AGAIN[^]*Paid as +${first}`));
  assert.equal((await pay('--duplicate-of', first)).exitCode, 0);
});

void test('the payments of the merchant are listed, the newest first', async () => {
  const first = paymentIdIn((await pay('--order', 'A')).stdout);
  shop.clock.advance(1000);
  const second = paymentIdIn((await pay('--order', 'B')).stdout);
  await run('refund', first, '--refund-id', 'listed', '--amount', '1.00');
  const { stdout } = await run('payments');
  const lines = stdout.trimEnd().split('\n');
  assert.match(lines[0] ?? '', new RegExp(`${second}  approved  4\\.50 EUR  for B$`));
  assert.match(lines[1] ?? '', new RegExp(`${first}  approved  4\\.50 EUR  \\(back: 1\\.00 EUR\\)  for A$`));
  assert.equal((await run('payments', '--order', 'C')).stdout, 'None.\n');
});
