import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { after, before, test } from 'node:test';
import { commandTable } from '../commands/command-table.ts';
import { runCommandLine } from '../commands/run-command-line.ts';
import { recordedIo } from '../output/testing/recorded-io.ts';

let folder: string;

before(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'tallystick-completion-'));
  await writeFile(path.join(folder, 'my picture.png'), '');
  await mkdir(path.join(folder, 'my state'));
  for (const shell of ['bash', 'zsh', 'fish']) {
    const io = recordedIo();
    assert.equal(await runCommandLine(commandTable, ['completion', shell], io), 0);
    await writeFile(path.join(folder, shell), io.takeOutput());
  }
});
after(() => rm(folder, { recursive: true, force: true }));

/** Lets bash complete the last of the words, by the script that it was given. */
function complete(...words: string[]): readonly string[] {
  const script = `source ./bash
    [ "$(complete -p tally)" = 'complete -F _tally tally' ] || exit 1
    COMP_WORDS=(tally "$@"); COMP_CWORD=$#
    _tally
    printf '%s\\n' "\${COMPREPLY[@]}"`;
  const bash = spawnSync('bash', ['--norc', '-uc', script, 'bash', ...words], {
    cwd: folder,
    encoding: 'utf8',
  });
  assert.equal(bash.status, 0, bash.stderr);
  return bash.stdout
    .split('\n')
    .filter((word) => word !== '')
    .toSorted();
}

test('bash offers the commands, and those of a group', () => {
  assert.deepEqual(complete('sta'), ['start']);
  assert.deepEqual(complete('demo'), ['demo', 'demo-key']);
  assert.ok(complete('').includes('operator'));
  assert.deepEqual(complete('till', 'rec'), ['recover']);
  assert.ok(complete('operator', '').includes('top-up'));
});

test('bash offers the options of the command that stands there, also behind operands and values', () => {
  assert.deepEqual(complete('till', 'pay', '--am'), ['--amount']);
  assert.deepEqual(complete('till', 'query', '--am'), []);
  assert.deepEqual(complete('till', 'pay', '--amount', '4.50', '--pic'), ['--picture']);
  assert.deepEqual(complete('operator', 'top-up', 'ACCOUNT', '5.00', '--cur'), ['--currency']);
});

test('bash offers files and folders where a value is one, and nothing where nobody can know it', () => {
  assert.deepEqual(complete('till', 'pay', '--picture', 'my'), ['my picture.png', 'my state']);
  assert.deepEqual(complete('till', 'pay', '--state', 'my'), ['my state']);
  assert.deepEqual(complete('till', 'pay', '--amount', ''), []);
});

test('a person at a bash who presses Tab gets the rest of the word', (context) => {
  const typed = `PS1='> '; source ./bash; tally() { echo "ran: $*"; }\ntally till who\t\nexit\n`;
  const command = ['-qec', 'bash --norc -i', '/dev/null'];
  const terminal = spawnSync('script', command, {
    cwd: folder,
    input: typed,
    encoding: 'utf8',
    timeout: 20_000,
  });
  if (terminal.error !== undefined) return context.skip('there is no script(1) here');
  assert.match(terminal.stdout, /ran: till whoami/);
});

for (const shell of ['zsh', 'fish']) {
  test(`${shell} understands its script`, (context) => {
    const checked = spawnSync(shell, ['-n', shell], { cwd: folder, encoding: 'utf8' });
    if (checked.error !== undefined) return context.skip(`there is no ${shell} here`);
    assert.deepEqual([checked.status, checked.stderr], [0, '']);
  });
}

test('fish completes by its script', (context) => {
  const script = `source ./fish; complete -C 'tally till who'; complete -C 'tally till pay --rec'`;
  const fish = spawnSync('fish', ['-N', '-c', script], { cwd: folder, encoding: 'utf8' });
  if (fish.error !== undefined) return context.skip('there is no fish here');
  assert.match(fish.stdout, /^whoami\tshow which till this key belongs to\n--receipt\t/);
});
