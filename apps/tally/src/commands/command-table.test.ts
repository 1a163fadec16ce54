import assert from 'node:assert/strict';
import { test } from 'node:test';
import { TallyError } from '@tallystick/foundation';
import { recordedIo } from '../output/testing/recorded-io.ts';
import { defineCommand, isGroup, type Command, type CommandGroup } from './command.ts';
import { commandTable } from './command-table.ts';
import { jsonOption } from './options.ts';
import { runCommandLine } from './run-command-line.ts';

interface Named {
  readonly path: readonly string[];
  readonly command: Command;
}

function commandsOf(group: CommandGroup, path: readonly string[] = []): readonly Named[] {
  return Object.entries(group.commands).flatMap(([name, entry]) =>
    isGroup(entry) ? commandsOf(entry, [...path, name]) : [{ path: [...path, name], command: entry }],
  );
}

async function run(table: CommandGroup, ...args: string[]) {
  const io = recordedIo();
  const exitCode = await runCommandLine(table, args, io);
  return { exitCode, stdout: io.takeOutput(), stderr: io.takeErrors() };
}

/** A table of one command that ends as the test wants. */
function tableWith(work: () => Promise<number>, speaksTo: 'cashier' | 'operator' = 'operator'): CommandGroup {
  const options = { amount: { type: 'string', value: 'AMOUNT', says: 'how much' }, ...jsonOption } as const;
  const act = defineCommand({ says: 'act', operands: ['NAME', '[NUMBER]'], options, run: work });
  return { says: 'a table', speaksTo, commands: { act } };
}

const fail = (error: Error) => () => Promise.reject(error);

for (const { path } of commandsOf(commandTable)) {
  const name = path.join(' ');
  test(`tally ${name} has a page of help, and answers an option that it does not have with 2`, async () => {
    const help = await run(commandTable, ...path, '--help');
    assert.equal(help.exitCode, 0);
    assert.ok(help.stdout.startsWith(`Usage: tally ${name}`), help.stdout);
    const wrong = await run(commandTable, ...path, '--no-such-option=831234');
    assert.deepEqual([wrong.exitCode, wrong.stdout], [2, '']);
    assert.equal(wrong.stderr, `tally ${name}: An option is unknown or lacks its value. (arguments_wrong)\n`);
  });
}

test('every command can answer in JSON', () => {
  const without = commandsOf(commandTable).filter(({ command }) => !Object.hasOwn(command.options, 'json'));
  assert.deepEqual(without, []);
});

test('a line of help fits into a terminal window', async () => {
  for (const { path } of commandsOf(commandTable)) {
    const { stdout } = await run(commandTable, ...path, '--help');
    for (const line of stdout.split('\n')) assert.ok(line.length <= 120, line);
  }
});

test('without a command, or with one that there is not, all commands are listed and nothing is repeated', async () => {
  for (const args of [[], ['sing'], ['till', '8312345678901234567890'], ['toString']]) {
    const { exitCode, stdout, stderr } = await run(commandTable, ...args);
    assert.deepEqual([exitCode, stdout], [2, '']);
    assert.match(stderr, /Usage: tally .*COMMAND\n/);
    assert.ok(!stderr.includes('8312345678901234567890'));
  }
});

test('operands are counted, and the missing one is named', async () => {
  const table = tableWith(() => Promise.resolve(0));
  assert.equal((await run(table, 'act', 'one')).exitCode, 0);
  assert.equal((await run(table, 'act', 'one', 'two')).exitCode, 0);
  assert.match((await run(table, 'act')).stderr, /^tally act: NAME is missing\./);
  assert.match((await run(table, 'act', 'one', 'two', 'three')).stderr, /one word too many/);
});

test('a command’s exit code is passed on', async () => {
  assert.deepEqual(
    await run(
      tableWith(() => Promise.resolve(3)),
      'act',
      'x',
    ),
    {
      exitCode: 3,
      stdout: '',
      stderr: '',
    },
  );
});

test('an error of the registry is one line with its code, in the words of whoever reads it', async () => {
  const detail = 'It did not start:\n  FATAL: no room\n';
  const told = await run(tableWith(fail(new TallyError('database_start_failed', { detail }))), 'act', 'x');
  assert.deepEqual(told, {
    exitCode: 1,
    stdout: '',
    stderr: 'tally act: It did not start: FATAL: no room (database_start_failed)\n',
  });
  const plain = fail(new TallyError('key_store_unreadable'));
  assert.match((await run(tableWith(plain, 'cashier'), 'act', 'x')).stderr, /Activate it first/);
  assert.match((await run(tableWith(plain, 'operator'), 'act', 'x')).stderr, /missing or damaged/);
});

test('under --json an error is a line of JSON as well, on standard output like every answer', async () => {
  const error = new TallyError('amount_invalid', { detail: 'Too much.', field: 'amount' });
  const { exitCode, stdout, stderr } = await run(tableWith(fail(error)), 'act', 'x', '--json');
  assert.equal(exitCode, 1);
  assert.deepEqual(JSON.parse(stdout), {
    error: { code: 'amount_invalid', detail: 'Too much.', field: 'amount' },
  });
  assert.equal(stderr, 'tally act: Too much. (amount_invalid)\n');
});

test('an unexpected error is printed with its stack, and not into the JSON', async () => {
  const { exitCode, stdout, stderr } = await run(
    tableWith(fail(new RangeError('below zero'))),
    'act',
    'x',
    '--json',
  );
  assert.equal(exitCode, 1);
  assert.match(stderr, /^tally act: unexpected: RangeError: below zero\n +at /);
  assert.deepEqual(JSON.parse(stdout), { error: { code: 'internal_error', detail: 'An unexpected error.' } });
});
