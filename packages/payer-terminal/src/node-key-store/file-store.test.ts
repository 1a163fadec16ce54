import assert from 'node:assert/strict';
import { chmod, mkdtemp, readFile, readdir, rm, stat, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';
import { TallyError } from '@tallystick/foundation';
import { nextCode } from '../code-module/next-code.ts';
import { createPayerTerminal } from '../terminal/payer-terminal.ts';
import { blankTerminalState } from '../terminal/terminal-state.ts';
import { enrolWith, enrolledTerminal, noonMs } from '../testing/enrolled-terminal.ts';
import { createTreasuryHalf } from '../testing/treasury-half.ts';
import { createFileStore } from './file-store.ts';

const passphrase = 'correct horse battery staple';
const weakestScrypt = { scryptCostLog2: 14 };

async function storePath(context: TestContext): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'tallystick-store-'));
  context.after(() => rm(folder, { recursive: true, force: true }));
  return join(folder, 'sub', 'payer.json');
}

function withCode(code: string): (error: unknown) => boolean {
  return (error) => error instanceof TallyError && error.code === code;
}

test('a store that was never written is blank', async (context) => {
  const store = createFileStore({ path: await storePath(context) });
  assert.deepEqual(await store.read(), blankTerminalState);
});

test('what one process stored, another reads, and its keys still make the same codes', async (context) => {
  const path = await storePath(context);
  const { clock, treasury } = await enrolledTerminal(createFileStore({ path }));
  const again = createPayerTerminal({ store: createFileStore({ path }), clock });
  const next = await nextCode(again);
  assert.equal(next.kind, 'code');
  const { activated } = await again.store.read();
  assert.ok(activated);
  const bytes = await crypto.subtle.exportKey('raw', activated.leaves.password);
  assert.deepEqual(Buffer.from(bytes), treasury.leaf('password'));
  assert.equal(activated.offeredCodes.length, 1);
});

test('only the owner can read the file, and its folder', async (context) => {
  const path = await storePath(context);
  await enrolledTerminal(createFileStore({ path }));
  assert.equal((await stat(path)).mode & 0o777, 0o600);
  assert.equal((await stat(join(path, '..'))).mode & 0o777, 0o700);
});

test('after many changes no leftovers stand beside the file but one lock', async (context) => {
  const path = await storePath(context);
  const store = createFileStore({ path });
  const { terminal } = await enrolledTerminal(store);
  for (let press = 0; press < 10; press += 1) await nextCode(terminal);
  const names = await readdir(join(path, '..'));
  assert.equal(names.length, 2);
  assert.ok(names.includes('payer.json'));
});

test('with a passphrase no key stands in the file', async (context) => {
  const path = await storePath(context);
  const { treasury } = await enrolledTerminal(createFileStore({ path, passphrase, ...weakestScrypt }));
  const text = await readFile(path, 'utf8');
  assert.equal(text.includes(treasury.leaf('password').toString('base64url')), false);
  assert.equal(text.includes('aliases'), false);

  const state = await createFileStore({ path, passphrase }).read();
  assert.equal(state.activated?.credential.credentialNumber, '0123456789');
});

test('a wrong passphrase, or none, is told and changes nothing', async (context) => {
  const path = await storePath(context);
  const { clock } = await enrolledTerminal(createFileStore({ path, passphrase, ...weakestScrypt }));
  const before = await readFile(path);
  for (const options of [{ path }, { path, passphrase: 'wrong' }]) {
    const store = createFileStore(options);
    await assert.rejects(store.read(), withCode('key_store_passphrase_wrong'));
    await assert.rejects(
      nextCode(createPayerTerminal({ store, clock })),
      withCode('key_store_passphrase_wrong'),
    );
  }
  assert.deepEqual(await readFile(path), before);
});

test('the same passphrase in another Unicode form opens the store', async (context) => {
  const path = await storePath(context);
  await enrolledTerminal(createFileStore({ path, passphrase: 'Schlüssel', ...weakestScrypt }));
  const decomposed = 'Schlüssel'.normalize('NFD');
  assert.ok((await createFileStore({ path, passphrase: decomposed }).read()).activated);
});

test('a store that was open is sealed at its next write', async (context) => {
  const path = await storePath(context);
  const { clock } = await enrolledTerminal(createFileStore({ path }));
  const sealed = createFileStore({ path, passphrase, ...weakestScrypt });
  await nextCode(createPayerTerminal({ store: sealed, clock }));
  await assert.rejects(createFileStore({ path }).read(), withCode('key_store_passphrase_wrong'));
});

test('a header that asks for boundless memory, or for almost none, is refused', async (context) => {
  const path = await storePath(context);
  await enrolledTerminal(createFileStore({ path, passphrase, ...weakestScrypt }));
  const text = await readFile(path, 'utf8');
  for (const costLog2 of [1, 40]) {
    await writeFile(path, text.replace('"costLog2": 14', `"costLog2": ${costLog2}`));
    await assert.rejects(createFileStore({ path, passphrase }).read(), withCode('key_store_unreadable'));
  }
});

test('a file that others can read is refused', async (context) => {
  const path = await storePath(context);
  await enrolledTerminal(createFileStore({ path }));
  await chmod(path, 0o640);
  await assert.rejects(createFileStore({ path }).read(), withCode('key_store_unreadable'));
});

test('a link in the place of the file is refused', async (context) => {
  const path = await storePath(context);
  await enrolledTerminal(createFileStore({ path }));
  await symlink(path, `${path}.link`);
  await assert.rejects(createFileStore({ path: `${path}.link` }).read(), withCode('key_store_unreadable'));
});

test('a file that is cut short anywhere is damaged, and is left as it is', async (context) => {
  const path = await storePath(context);
  const { clock } = await enrolledTerminal(createFileStore({ path }));
  const whole = await readFile(path);
  for (const length of [0, 1, Math.floor(whole.length / 2), whole.length - 3]) {
    const cut = whole.subarray(0, length);
    await writeFile(path, cut);
    const store = createFileStore({ path });
    await assert.rejects(nextCode(createPayerTerminal({ store, clock })), withCode('key_store_unreadable'));
    assert.deepEqual(await readFile(path), cut);
  }
});

test('an error about a damaged file quotes nothing of it', async (context) => {
  const path = await storePath(context);
  await enrolledTerminal(createFileStore({ path }));
  await writeFile(path, '{ "leaf": sEcReT-leaf-bytes }');
  const error = await createFileStore({ path })
    .read()
    .catch((caught: unknown) => caught);
  assert.ok(error instanceof TallyError);
  assert.equal(JSON.stringify([error.message, error.stack, error.cause]).includes('sEcReT'), false);
});

test('a change that fails stores nothing and leaves the store free', async (context) => {
  const path = await storePath(context);
  const store = createFileStore({ path, waitAtMostMs: 0 });
  await enrolledTerminal(store);
  const before = await readFile(path);
  await assert.rejects(
    store.update(() => Promise.reject(new Error('planned'))),
    /planned/,
  );
  assert.deepEqual(await readFile(path), before);
  await store.update((state) => Promise.resolve({ state, answer: undefined }));
});

test('a half-done enrolment survives in the file', async (context) => {
  const path = await storePath(context);
  const treasury = createTreasuryHalf(noonMs);
  const { fetch } = treasury;
  const losing = {
    ...treasury,
    fetch: async (...[input, init]: Parameters<typeof globalThis.fetch>) => {
      const answer = await fetch(input, init);
      if (treasury.requests.length === 2) throw new TypeError('lost');
      return answer;
    },
  };
  const first = createPayerTerminal({ store: createFileStore({ path }) });
  await assert.rejects(enrolWith(first, losing), withCode('server_unreachable'));
  const second = createPayerTerminal({ store: createFileStore({ path }) });
  await enrolWith(second, treasury);
  assert.ok((await createFileStore({ path }).read()).activated);
});
