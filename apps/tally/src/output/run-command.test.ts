import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createManualClock, TallyError } from '@tallystick/foundation';
import type { CommandIo } from './command-io.ts';
import { runCommand } from './run-command.ts';

function silentIo(): { readonly io: CommandIo; errors(): string } {
  let errors = '';
  const io: CommandIo = {
    stdin: (async function* () {})(),
    stdout: { write: () => true },
    stderr: { write: (text) => (errors += text) },
    env: {},
    fetch: () => Promise.reject(new Error('no network in this test')),
    clock: createManualClock(0),
  };
  return { io, errors: () => errors };
}

void test('a command’s exit code is passed on', async () => {
  const { io, errors } = silentIo();
  assert.equal(await runCommand(() => Promise.resolve(3), [], io), 3);
  assert.equal(errors(), '');
});

void test('an error of the registry is one line with its code', async () => {
  const { io, errors } = silentIo();
  const failure = new TallyError('database_start_failed', {
    detail: 'It did not start:\n  FATAL: no room\n',
  });
  assert.equal(await runCommand(() => Promise.reject(failure), [], io), 1);
  assert.equal(errors(), 'tally: It did not start: FATAL: no room (database_start_failed)\n');
});

void test('a misused command has an exit code of its own', async () => {
  const { io } = silentIo();
  assert.equal(await runCommand(() => Promise.reject(new TallyError('arguments_wrong')), [], io), 2);
});

void test('an unexpected error is printed with its stack', async () => {
  const { io, errors } = silentIo();
  assert.equal(await runCommand(() => Promise.reject(new RangeError('below zero')), [], io), 1);
  assert.match(errors(), /^tally: unexpected: RangeError: below zero\n +at /);
});
