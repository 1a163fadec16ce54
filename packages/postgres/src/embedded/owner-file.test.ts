import assert from 'node:assert/strict';
import { readdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { test } from 'node:test';
import { makeDataDirectory } from '../testing/data-directory.ts';
import { claimOwnership, releaseOwnership } from './owner-file.ts';
import { processStart } from './process-table.ts';

const dead = { processId: process.pid, processStart: 'long ago', socketDirectory: '/old' };

test('a living owner is respected, and after its release the folder is free', async (t) => {
  const directory = await makeDataDirectory(t);
  assert.equal(await claimOwnership(directory, '/first'), undefined);
  await assert.rejects(claimOwnership(directory, '/second'), { code: 'data_directory_in_use' });
  await releaseOwnership(directory);
  assert.equal(await claimOwnership(directory, '/third'), undefined);
});

test('a dead owner is replaced, also when its process id has been given again', async (t) => {
  const directory = await makeDataDirectory(t);
  assert.notEqual(processStart(process.pid), dead.processStart);
  await writeFile(path.join(directory, 'postgresql.owner'), JSON.stringify(dead));
  assert.deepEqual(await claimOwnership(directory, '/new'), dead);
});

test('a damaged owner file belongs to nobody', async (t) => {
  const directory = await makeDataDirectory(t);
  await writeFile(path.join(directory, 'postgresql.owner'), '{"processId":');
  assert.equal(await claimOwnership(directory, '/new'), undefined);
});

test('the claim of a process that died is cleared away', async (t) => {
  const directory = await makeDataDirectory(t);
  await writeFile(path.join(directory, 'postgresql.claim-0'), JSON.stringify(dead));
  await claimOwnership(directory, '/new');
  assert.deepEqual(await readdir(directory), ['postgresql.owner']);
});

test('of many that claim at once after a death exactly one becomes the owner, in every round', async (t) => {
  const directory = await makeDataDirectory(t);
  for (let round = 0; round < 50; round += 1) {
    await writeFile(path.join(directory, 'postgresql.owner'), JSON.stringify(dead));
    const claims = await Promise.allSettled(
      Array.from({ length: 20 }, (_, index) => claimOwnership(directory, `/${index}`)),
    );
    assert.equal(claims.filter(({ status }) => status === 'fulfilled').length, 1);
    assert.deepEqual(await readdir(directory), ['postgresql.owner']);
  }
});
