import assert from 'node:assert/strict';
import { chmod, mkdtemp, readFile, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { after, before, test } from 'node:test';
import { startTestDatabase, type TestDatabase, type TestServer } from '@tallystick/postgres/testing';
import { runTally, startTally, type TallyServer } from '../system/tally-process.ts';

/** The two roles as an operator starts them: two processes, two databases, certificates of the command. */
let testServer: TestServer;
let folder: string;
let ofPlatform: TestDatabase;
let ofAuthentication: TestDatabase;
let authentication: TallyServer;
let platform: TallyServer;
let common: Readonly<Record<string, string>>;
let tillKey: string | undefined;

before(async () => {
  testServer = await startTestDatabase();
  ofPlatform = await testServer.createEmptyDatabase();
  ofAuthentication = await testServer.createEmptyDatabase();
  folder = await mkdtemp(path.join(tmpdir(), 'tallystick-roles-'));
  await chmod(folder, 0o755);
  common = { HOME: folder, TALLY_CERTIFICATES: path.join(folder, 'certificates') };
});
after(async () => {
  await platform.kill();
  await authentication.kill();
  await testServer.stop();
  await rm(folder, { recursive: true, force: true });
});

function startAuthentication(port: string): Promise<TallyServer> {
  const place = { TALLY_DATA: path.join(folder, 'authentication'), TALLY_AUTHENTICATION_PORT: port };
  const settings = {
    ...common,
    ...place,
    ...recordingModules('authentication'),
    DATABASE_URL: ofAuthentication.databaseUrl,
  };
  return startTally(settings, ['--role', 'authentication']);
}

/** Every module that processes of a role have loaded so far. */
async function modulesOf(role: string): Promise<readonly string[]> {
  return (await readFile(path.join(folder, `${role}-modules`), 'utf8')).split('\n');
}

function recordingModules(role: string): Readonly<Record<string, string>> {
  const recorder = new URL('../support/record-modules.ts', import.meta.url).href;
  return { NODE_OPTIONS: `--import ${recorder}`, TALLY_TEST_MODULES: path.join(folder, `${role}-modules`) };
}

function startPlatform(): Promise<TallyServer> {
  return startTally({ ...platformSettings(), ...recordingModules('platform') }, ['--role', 'platform']);
}

function platformSettings(): Readonly<Record<string, string>> {
  return {
    ...common,
    TALLY_DATA: path.join(folder, 'platform'),
    TALLY_AUTHENTICATION_URL: `https://localhost:${new URL(authentication.address).port}`,
    DATABASE_URL: ofPlatform.databaseUrl,
  };
}

async function keyOf(kind: string): Promise<string> {
  const { stdout } = await runTally(['demo-key', kind], platformSettings());
  return stdout.trim();
}

async function pay(
  paymentId: string,
  code: string,
): Promise<{ status: number; body: { outcome?: string; code?: string } }> {
  tillKey ??= await keyOf('till');
  const response = await fetch(`${platform.address}/v1/payments`, {
    method: 'POST',
    headers: { authorization: `Bearer ${tillKey}`, 'content-type': 'application/json' },
    body: JSON.stringify({ paymentId, code, amount: { minorUnits: paymentId.slice(1), currency: 'EUR' } }),
  });
  return { status: response.status, body: JSON.parse(await response.text()) };
}

async function nextCode(): Promise<string> {
  const { stdout } = await runTally(['payer', 'pay', '--once', '--json'], common);
  const code = /\d{22}/.exec(stdout)?.[0];
  if (code === undefined) throw new Error(`the payer shows no code: ${stdout}`);
  return code;
}

void test('without certificates neither role starts, and each says in one sentence what is missing', async () => {
  for (const [role, database] of [
    ['authentication', ofAuthentication],
    ['platform', ofPlatform],
  ] as const) {
    const settings = { ...common, TALLY_DATA: path.join(folder, role), DATABASE_URL: database.databaseUrl };
    const { exitCode, stderr } = await runTally(['start', '--role', role], settings);
    assert.equal(exitCode, 1);
    assert.match(
      stderr,
      /^tally start: .*authority\.pem can’t be used: it is missing .*\(certificates_wrong\)\n$/,
    );
  }
});

void test('the certificates that the command makes bring both up, each with its own schema only', async () => {
  assert.equal((await runTally(['certificates'], common)).exitCode, 0);
  for (const name of ['authority-key.pem', 'server-key.pem', 'client-key.pem'])
    assert.equal((await stat(path.join(folder, 'certificates', name))).mode & 0o777, 0o600);
  authentication = await startAuthentication('0');
  platform = await startPlatform();
  const schemas = async ({ database }: TestDatabase): Promise<unknown> =>
    await database.query({
      name: '',
      text: `SELECT nspname::text AS name FROM pg_namespace WHERE nspname IN ('platform', 'authentication')`,
      values: [],
    });
  assert.deepEqual(await schemas(ofPlatform), [{ name: 'platform' }]);
  assert.deepEqual(await schemas(ofAuthentication), [{ name: 'authentication' }]);
  const keys: object = JSON.parse(await readFile(path.join(folder, 'platform', 'keys.json'), 'utf8'));
  assert.deepEqual(Object.keys(keys), ['version', 'requestHash'], 'the platform has no key of a credential');
});

void test('a device is activated through the platform and pays', async () => {
  const activated = await runTally(
    ['payer', 'activate', await keyOf('activation'), '--server', platform.address],
    common,
  );
  assert.equal(activated.exitCode, 0, activated.stderr);
  assert.equal((await pay('P101', await nextCode())).body.outcome, 'approved');
});

void test('a platform that was paid through has loaded nothing of the authentication server', async () => {
  const ofServer = /\/packages\/authentication-server\//;
  const ofPlatform = await modulesOf('platform');
  assert.ok(ofPlatform.some((url) => url.endsWith('/payment-platform/src/payments/payment-service.ts')));
  assert.deepEqual(
    ofPlatform.filter((url) => ofServer.test(url)),
    [],
  );
  // The recorder would have seen them: the other process has loaded sealing and aliases.
  for (const name of ['sealing/sealed-box.ts', 'aliases/ff1.ts'])
    assert.ok((await modulesOf('authentication')).some((url) => ofServer.test(url) && url.endsWith(name)));
});

void test('kill -9 of the authentication server: the till is told to ask again, and is paid when it is back', async () => {
  const code = await nextCode();
  const { port } = new URL(authentication.address);
  await authentication.kill();
  assert.equal((await pay('P102', code)).body.code, 'authentication_unavailable');
  authentication = await startAuthentication(port);
  let answer = await pay('P102', code);
  while (answer.status === 503) answer = await pay('P102', code);
  assert.equal(answer.body.outcome, 'approved');
});

void test('kill -9 of the platform: what it has approved stands, and it goes on', async () => {
  const code = await nextCode();
  assert.equal((await pay('P103', code)).body.outcome, 'approved');
  await platform.kill();
  platform = await startPlatform();
  let answer = await pay('P103', code);
  while (answer.status === 503) answer = await pay('P103', code);
  assert.equal(answer.body.outcome, 'approved');
});

void test('certificates made anew are taken by processes that start later, beside those that run', async () => {
  assert.equal((await runTally(['certificates', '--new-authority'], common)).exitCode, 0);
  await platform.interrupt();
  platform = await startPlatform();
  const code = await nextCode();
  let answer = await pay('P104', code);
  while (answer.status === 503) answer = await pay('P104', code);
  assert.equal(answer.body.outcome, 'approved');
});

void test('verify looks at each side, and with both at what is between them', async () => {
  const alone = await runTally(['verify'], platformSettings());
  assert.equal(alone.exitCode, 0, alone.stdout);
  const both = { ...platformSettings(), TALLY_WITH_DATABASE_URL: ofAuthentication.databaseUrl };
  const sound = await runTally(['verify'], both);
  assert.equal(sound.exitCode, 0, sound.stdout);
  assert.match(sound.stdout, /every verdict ended its payment as it should\. \(4 payments and verdicts\)/);

  const text = `UPDATE authentication.verdicts SET verdict = 'wrong_password' WHERE payment_id = 'P101'`;
  await ofAuthentication.database.query({ name: '', text, values: [] });
  const wrong = await runTally(['verify'], both);
  assert.equal(wrong.exitCode, 5);
  assert.match(wrong.stdout, /verdict_not_of_payment/);
});

void test('no role starts on the database of another, and nothing in it changes', async () => {
  const settings = { ...common, DATABASE_URL: ofPlatform.databaseUrl };
  for (const args of [['start', '--role', 'authentication'], ['start']]) {
    const data = path.join(folder, `other-${args.length}`);
    const { exitCode, stderr } = await runTally(args, { ...settings, TALLY_DATA: data });
    assert.equal(exitCode, 1);
    assert.match(stderr, /\(database_of_other_role\)\n$/);
  }
});
