import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { promisify } from 'node:util';

import { houseRoot } from './read-house-files.ts';

const run = promisify(execFile);

/** `npm ci` downloads everything, so this is for the long mode and for a checkout that has its history. */
const skip =
  process.env['TALLY_TEST_LONG'] !== '1'
    ? 'only with TALLY_TEST_LONG=1'
    : !existsSync(join(houseRoot, '.git')) && 'this is no clone';

test('npm ci takes the lock file in a fresh clone and brings the right Node', { skip }, async () => {
  const folder = await mkdtemp(join(tmpdir(), 'tallystick-clone-'));
  const clone = join(folder, 'tallystick');
  try {
    // The checkout may belong to another user, which git refuses to read unless told that it is safe.
    await run('git', ['clone', '--quiet', '--no-local', houseRoot, clone], {
      env: {
        ...process.env,
        GIT_CONFIG_COUNT: '1',
        GIT_CONFIG_KEY_0: 'safe.directory',
        GIT_CONFIG_VALUE_0: '*',
      },
    });
    const lockFile = await readFile(join(clone, 'package-lock.json'), 'utf8');

    await run('npm', ['ci', '--no-audit', '--no-fund'], { cwd: clone, timeout: 600_000 });

    assert.equal(await readFile(join(clone, 'package-lock.json'), 'utf8'), lockFile);
    const { stdout } = await run('npm', ['exec', '--', 'node', '--version'], { cwd: clone });
    assert.ok(Number(/^v(\d+)\./.exec(stdout)?.[1]) >= 24, stdout);
    const { stdout: changes } = await run('git', ['status', '--porcelain'], { cwd: clone });
    assert.equal(changes, '', 'npm ci left something behind that .gitignore does not know');
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
});
