import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { chmod, mkdtemp, readFile, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { after, before, test } from 'node:test';
import { withoutNetwork } from './no-network.ts';
import { runTally, startTally, type TallyServer } from './tally-process.ts';

/** The walk-through of the README with the real commands, each in a process of its own, in the order of a first day. */
let folder: string;
let server: TallyServer;
let environment: Record<string, string>;
const nowhere = withoutNetwork();

before(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'tallystick-test-'));
  // PostgreSQL runs as another user where root runs the tests, and has to enter.
  await chmod(folder, 0o755);
  server = await startTally({ TALLY_DATA: path.join(folder, 'data') });
  environment = {
    HOME: folder,
    TALLY_DATA: path.join(folder, 'data'),
    TALLY_SERVER: server.address,
    TALLY_PAYER_STORE: path.join(folder, 'payer.json'),
    TALLY_TILL_STATE: path.join(folder, 'till'),
  };
});
after(async () => {
  if (isAlive(server.processId)) await server.interrupt();
  await rm(folder, { recursive: true, force: true });
});

/** Runs a command that has to end well, and returns what it printed. */
async function tally(args: readonly string[], prefix: readonly string[] = []): Promise<string> {
  const { exitCode, stdout, stderr } = await runTally(args, environment, prefix);
  assert.equal(exitCode, 0, `tally ${args.slice(0, 2).join(' ')}: ${stderr}`);
  return stdout.trim();
}

/** The payer’s commands after the activation: in a place without any network, where the kernel has one to give. */
const payer = (args: readonly string[]): Promise<string> => tally(['payer', ...args], nowhere ?? []);

test('the start says what to type, and keeps its keys to its owner', async () => {
  assert.match(server.output(), /npx tally payer activate [0-9A-Z]{26} --server http:/);
  for (const name of ['demo-keys.json', 'keys.json']) {
    assert.equal((await stat(path.join(folder, 'data', name))).mode & 0o777, 0o600, name);
  }
});

test('the page at the address says what runs', async () => {
  const page = await fetch(server.address);
  assert.equal(page.status, 200);
  assert.match(await page.text(), /Tallystick is running/);
});

test('a terminal without a network pays by a picture, and proves the receipt offline', async (context) => {
  if (nowhere === undefined) context.diagnostic('the kernel gives no place without a network to this user');
  environment['TALLY_TILL_KEY'] = await tally(['demo-key', 'till']);
  const activationCode = await tally(['demo-key', 'activation', 'Ada']);
  await tally(['payer', 'activate', activationCode, '--server', server.address]);

  const picture = path.join(folder, 'code.png');
  assert.match(await payer(['pay', '--once', '--png', picture]), /Good for one payment, 30 s left/);
  const args = ['till', 'pay', '--picture', picture, '--amount', '4.50', '--currency', 'EUR'];
  const receiptFile = path.join(folder, 'receipt.txt');
  const paid = await tally([...args, '--receipt', receiptFile]);
  const paymentId = /^approved (\w+)$/.exec(paid)?.[1] ?? '';
  const receipt = await readFile(receiptFile, 'utf8');
  assert.match(receipt, /Harbour Bakery[^]*4\.50 EUR\n +PAID\n/);

  const typed = /Confirmation +(\d{4} \d{4})/.exec(receipt)?.[1] ?? '';
  const confirm = ['confirm', typed, '--amount', '4.50', '--currency', 'EUR'];
  assert.match(await payer(confirm), /^Genuine: .* approved {2}4\.50 EUR/);
  assert.match(await payer(['receipts']), /approved {2}4\.50 EUR/);
  assert.equal(await tally(['till', 'query', paymentId]), `approved ${paymentId}`);

  const again = await runTally(args, environment);
  assert.equal(again.exitCode, 4);
  assert.match(again.stdout, /NOT CHARGED AGAIN/);
});

test('a payer terminal in a place without a network can do everything but activate', async (context) => {
  if (nowhere === undefined) return context.skip('the kernel gives no such place to this user');
  const store = ['--store', path.join(folder, 'second.json')];
  const activationCode = await tally(['demo-key', 'activation', 'Bela']);
  const activate = ['payer', 'activate', activationCode, '--server', server.address, ...store];
  const { exitCode, stderr } = await runTally(activate, environment, nowhere);
  assert.equal(exitCode, 1);
  assert.match(stderr, /server_unreachable/);
  await tally(activate);
  assert.match(await tally(['payer', 'status', ...store], nowhere), /can pay for +\d+ more days/);
});

test('the operator sees the money where it went, and a ledger that adds up', async () => {
  environment['TALLY_OPERATOR_KEY'] = await tally(['demo-key', 'operator']);
  assert.match(await tally(['operator', 'accounts']), /name +Ada\nbalance +45\.50 EUR/);
  const ledger = await tally(['operator', 'ledger']);
  assert.match(ledger, /entriesSum 0, balancesSum 0\ndifferences +none/);
});

test('a device that believes in 1970 is activated by its operator’s wish, pays, and is locked alone', async () => {
  const account = JSON.parse(await tally(['operator', 'add-account', 'Dora', '--json'])) as {
    accountId: string;
  };
  const { accountId } = account;
  await tally(['operator', 'top-up', accountId, '20.00']);
  const store = ['--store', path.join(folder, 'token.json')];
  const activate = ['operator', 'activate', accountId, '--kind', 'event', '--cap', '9.00', '--json'];
  const { activationCode } = JSON.parse(await tally(activate)) as { activationCode: string };
  const device = async (...args: string[]): Promise<string> => {
    const inThePast = { ...environment, NODE_OPTIONS: '--import data:text/javascript,Date.now=()=>0' };
    const { exitCode, stdout, stderr } = await runTally(['payer', ...args, ...store], inThePast);
    assert.equal(exitCode, 0, stderr);
    return stdout;
  };
  const activated = await device('activate', activationCode, '--server', server.address);
  const credentialNumber = /credential (\d{10})/.exec(activated)?.[1] ?? '';
  const pay = async (amount: string): Promise<string> => {
    const picture = path.join(folder, 'token.png');
    await device('pay', '--png', picture);
    const args = ['till', 'pay', '--picture', picture, '--amount', amount, '--currency', 'EUR'];
    return (await runTally(args, environment)).stdout;
  };
  const paid = await pay('4.50');
  assert.match(paid, /\n +PAID\n/);
  const typed = /Confirmation +(\d{4} \d{4})/.exec(paid)?.[1] ?? '';
  const confirm = ['confirm', typed, '--amount', '4.50', '--currency', 'EUR'];
  assert.match(await device(...confirm), /^Genuine: .*press 1 {2}approved {2}4\.50 EUR/);
  assert.match(await pay('9.01'), /NOT PAID[^]*pays small amounts only/);

  const listed = await tally(['operator', 'credentials', accountId]);
  assert.match(listed, new RegExp(`${credentialNumber}[^]*event[^]*active[^]*9\\.00 EUR`));
  await tally(['operator', 'lock-credential', credentialNumber]);
  assert.match(await pay('4.40'), /NOT PAID[^]*not valid/);
  await tally(['operator', 'unlock-credential', credentialNumber]);
  assert.match(await pay('4.40'), /\n +PAID\n/);
});

test('Ctrl-C ends everything: no process is left, and the next start finds all that was kept', async () => {
  const first = await server.interrupt();
  assert.equal(first.exitCode, 0, first.stderr);
  assert.match(first.stdout, /Stopped\.\n$/);
  assert.equal(first.stderr, '');
  assert.deepEqual(processesOn(path.join(folder, 'data')), []);

  server = await startTally({ TALLY_DATA: path.join(folder, 'data') });
  environment['TALLY_SERVER'] = server.address;
  assert.match(await tally(['operator', 'accounts']), /name +Ada\nbalance +45\.50 EUR/);
  assert.equal((await server.interrupt()).exitCode, 0);
});

function isAlive(processId: number): boolean {
  try {
    process.kill(processId, 0);
    return true;
  } catch {
    return false;
  }
}

/** Processes whose command line names the folder, such as PostgreSQL with its data directory. */
function processesOn(directory: string): readonly string[] {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .filter((name) => commandLine(name).includes(directory));
}

function commandLine(processId: string): string {
  try {
    return readFileSync(`/proc/${processId}/cmdline`, 'utf8');
  } catch {
    return '';
  }
}
