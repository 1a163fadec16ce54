import assert from 'node:assert/strict';
import { test } from 'node:test';
import { processIo } from '../output/process-io.ts';
import type { CommandIo } from '../output/command-io.ts';
import { runCommandLine } from '../commands/run-command-line.ts';
import { recordedIo } from '../output/testing/recorded-io.ts';
import { exitCodes } from '../output/exit-codes.ts';
import { operatorCommands } from './operator-commands.ts';

/** Runs a command against a server that answers everything alike, and returns what it was sent. */
async function sent(...args: string[]): Promise<{ method: string; path: string; body: unknown }> {
  const { exitCode, request } = await run(args);
  assert.equal(exitCode, exitCodes.done);
  assert.ok(request);
  return request;
}

async function run(args: readonly string[]) {
  let request: { method: string; path: string; body: unknown } | undefined;
  const io: CommandIo = {
    ...processIo,
    stdout: { write: () => true },
    stderr: { write: () => true },
    env: { TALLY_OPERATOR_KEY: 'operator_key' },
    fetch(input, init) {
      const { pathname } = new URL(input instanceof Request ? input.url : input);
      const body: unknown = typeof init?.body === 'string' ? JSON.parse(init.body) : undefined;
      request = { method: init?.method ?? '', path: pathname, body };
      return Promise.resolve(Response.json({}));
    },
  };
  const exitCode = await runCommandLine(operatorCommands, args, io, ['operator']);
  return { exitCode, request };
}

const activations = { method: 'POST', path: '/v1/accounts/A1/activations' };

void test('an activation says the kind of its device and its limits, or nothing', async () => {
  assert.deepEqual(await sent('activate', 'A1'), { ...activations, body: {} });
  assert.deepEqual(await sent('activate', 'A1', '--kind', 'event', '--cap', '12.50', '--uses-per-day', '7'), {
    ...activations,
    body: { kind: 'event', cap: { minorUnits: '1250', currency: 'EUR' }, usesPerDay: 7 },
  });
  for (const wrong of [
    ['--cap', '1.234'],
    ['--uses-per-day', '0'],
    ['--uses-per-day', 'x'],
  ]) {
    assert.deepEqual(await run(['activate', 'A1', ...wrong]), {
      exitCode: exitCodes.argumentsWrong,
      request: undefined,
    });
  }
});

void test('one credential is locked, unlocked or revoked, and those of an account are listed', async () => {
  assert.equal((await sent('credentials', 'A1')).path, '/v1/accounts/A1/credentials');
  for (const [command, state] of [
    ['lock-credential', 'locked'],
    ['unlock-credential', 'active'],
    ['revoke-credential', 'revoked'],
  ] as const) {
    assert.deepEqual(await sent(command, '0123456789'), {
      method: 'POST',
      path: '/v1/credentials/0123456789/state',
      body: { state },
    });
  }
});

/** Runs a command against a server that answers like this. */
async function answered(args: readonly string[], fetch: CommandIo['fetch']) {
  const io = recordedIo({ env: { TALLY_OPERATOR_KEY: 'operator_key' }, fetch });
  const exitCode = await runCommandLine(operatorCommands, args, io, ['operator']);
  return { exitCode, stderr: io.takeErrors() };
}

const lost = () => Promise.reject(new TypeError('fetch failed', { cause: codeError('ECONNRESET') }));
const refused = () => Promise.reject(new TypeError('fetch failed', { cause: codeError('ECONNREFUSED') }));
const failed = () =>
  Promise.resolve(Response.json({ code: 'database_unavailable', detail: 'Gone.' }, { status: 503 }));
const spoilt = () => Promise.resolve(new Response('<html>'));

function codeError(code: string): Error {
  return Object.assign(new Error(code), { code });
}

void test('a top-up without an answer that settles it ends with 3, and names the id that books once', async () => {
  for (const answer of [lost, failed, spoilt]) {
    const { exitCode, stderr } = await answered(['top-up', 'A1', '5.00'], answer);
    assert.equal(exitCode, exitCodes.unknown);
    assert.match(stderr, /not known\. Give .* --id [0-9A-Z]{24}; it books once\. \(change_unknown\)\n$/);
  }
});

void test('any other change without an answer ends with 3 as well, and a question or a request that was not sent with 1', async () => {
  assert.deepEqual(await answered(['add-key'], lost), {
    exitCode: exitCodes.unknown,
    stderr:
      'tally operator add-key: No answer from http://127.0.0.1:8080: it may have been done. Look before you do it again. (change_unknown)\n',
  });
  for (const [args, answer] of [
    [['merchants'], lost],
    [['merchants'], failed],
    [['top-up', 'A1', '5.00'], refused],
  ] as const) {
    assert.equal((await answered(args, answer)).exitCode, exitCodes.failed);
  }
});
