import assert from 'node:assert/strict';
import { mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { createClient } from '@hey-api/openapi-ts';
import { houseRoot } from '../house/read-house-files.ts';
import { runIn } from '../otp-package/packed-package.ts';
import { startServerProcess, type ServerProcess } from '../support/server-process.ts';
import { codeOf, openTestMarket, type TestMarket } from '../support/test-market.ts';

/** A client that a generator makes from the document, as the maker of a till would: its types are right, and it pays. */
const tsc = join(houseRoot, 'node_modules', '.bin', 'tsc');
const openingBalance = 1_000n;

let market: TestMarket;
let server: ServerProcess;
let folder: string;

before(async () => {
  market = await openTestMarket();
  server = await startServerProcess(market.databaseUrl, market.keys);
  folder = await mkdtemp(join(tmpdir(), 'tallystick-client-'));
  await symlink(join(houseRoot, 'node_modules'), join(folder, 'node_modules'));
  await writeFile(join(folder, 'package.json'), JSON.stringify({ name: 'till', type: 'module' }));
  await writeFile(join(folder, 'tsconfig.json'), JSON.stringify(configuration(['till.ts'])));
  await createClient({
    configFile: '',
    input: new URL('/v1/openapi.json', server.address).href,
    output: { path: join(folder, 'client'), tsConfigPath: join(folder, 'tsconfig.json') },
    plugins: ['@hey-api/client-fetch', '@hey-api/typescript', '@hey-api/sdk'],
    logs: { level: 'silent', file: false },
  });
});

after(async () => {
  await rm(folder, { recursive: true, force: true });
  await server.stop();
  await market.close();
});

function configuration(files: readonly string[]) {
  const compilerOptions = {
    target: 'ES2024',
    lib: ['ES2024', 'DOM', 'DOM.Iterable'],
    module: 'NodeNext',
    strict: true,
    noUncheckedIndexedAccess: true,
    skipLibCheck: false,
    types: ['node'],
    outDir: 'built',
  };
  return { compilerOptions, files };
}

/** What a maker of a till writes; the compiler narrows each answer by `outcome`. */
const till = `
import { createClient } from './client/client/index.js';
import { pay, queryPayment, reversePayment, tillIdentity } from './client/index.js';

const [, , baseUrl = '', key = '', code = ''] = process.argv;
const client = createClient({ baseUrl, auth: key });
const paymentId = 'GENERATED_1';
const path = { paymentId };

const identity = await tillIdentity({ client });
console.log(identity.data?.merchantName);
const before = await queryPayment({ client, path });
console.log(before.error?.code);
const paid = await pay({ client, body: { paymentId, code, amount: { minorUnits: '450', currency: 'EUR' } } });
if (paid.data?.outcome !== 'approved') throw new Error(JSON.stringify(paid.error ?? paid.data));
const digits: string | undefined = paid.data.confirmation?.typed;
console.log(paid.data.outcome, paid.data.amount.minorUnits, digits?.length);
const reversed = await reversePayment({ client, path });
const result: 'never_seen' | 'closed' | 'refunded' | undefined = reversed.data?.result;
console.log(result, reversed.data?.payment.refunded?.minorUnits);
`;

void test('it compiles under strict rules, pays, finds out and takes back', async () => {
  await writeFile(join(folder, 'till.ts'), till);
  await runIn(folder, tsc, '-p', '.');
  const code = await codeOf(
    await market.enrolTerminal(await market.openAccount(openingBalance), server.address),
  );
  const arguments_ = ['built/till.js', server.address.href, await market.openTill(), code];
  const printed = await runIn(folder, process.execPath, ...arguments_);
  assert.deepEqual(printed.trimEnd().split('\n'), [
    'Kiosk',
    'payment_never_seen',
    'approved 450 8',
    'refunded 450',
  ]);
});

void test('its compiler refuses what the server would refuse, and an outcome that does not exist', async () => {
  const wrongs = [
    ["minorUnits: '450'", 'minorUnits: 450'],
    ['paymentId, code, amount', 'paymentId, amount'],
    ["currency: 'EUR' }", "currency: 'EUR', tip: '1' }"],
    ["!== 'approved'", "!== 'aproved'"],
    ["'never_seen' | 'closed'", "'never_seen'"],
  ] as const;
  const files = wrongs.map((_wrong, index) => `wrong${index}.ts`);
  await writeFile(join(folder, 'tsconfig.json'), JSON.stringify(configuration(files)));
  for (const [index, [right, wrong]] of wrongs.entries()) {
    assert.ok(till.includes(right), right);
    await writeFile(join(folder, `wrong${index}.ts`), till.replace(right, wrong));
  }
  await assert.rejects(runIn(folder, tsc, '--noEmit', '-p', '.'), ({ message }: Error) => {
    for (const file of files) assert.ok(message.includes(`${file}(`), `${file} compiles`);
    return true;
  });
});
