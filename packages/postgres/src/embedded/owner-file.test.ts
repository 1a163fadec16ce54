import assert from 'node:assert/strict';
import { readdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { test } from 'node:test';
import { makeDataDirectory } from '../testing/data-directory.ts';
import { claimOwnership, releaseOwnership } from './owner-file.ts';
import { processStart } from './process-table.ts';

test('a living owner is respected, and after its release the file is free', async (t) => {
  const ownerFile = path.join(await makeDataDirectory(t), 'owner');
  assert.equal(await claimOwnership(ownerFile, '/first'), undefined);
  await assert.rejects(claimOwnership(ownerFile, '/second'), { code: 'data_directory_in_use' });
  await releaseOwnership(ownerFile);
  assert.equal(await claimOwnership(ownerFile, '/third'), undefined);
});

test('a dead owner is replaced, also when its process id has been given again', async (t) => {
  const ownerFile = path.join(await makeDataDirectory(t), 'owner');
  const reused = { processId: process.pid, processStart: 'long ago', socketDirectory: '/old' };
  assert.notEqual(processStart(process.pid), reused.processStart);
  await writeFile(ownerFile, JSON.stringify(reused));
  assert.deepEqual(await claimOwnership(ownerFile, '/new'), reused);
});

test('a damaged owner file belongs to nobody', async (t) => {
  const ownerFile = path.join(await makeDataDirectory(t), 'owner');
  await writeFile(ownerFile, '{"processId":');
  assert.equal(await claimOwnership(ownerFile, '/new'), undefined);
});

test('of many that claim at once after a death exactly one becomes the owner, and no other file is left', async (t) => {
  const directory = await makeDataDirectory(t);
  const ownerFile = path.join(directory, 'owner');
  await writeFile(
    ownerFile,
    JSON.stringify({ processId: 1, processStart: 'never', socketDirectory: '/old' }),
  );
  const claims = await Promise.allSettled(
    Array.from({ length: 20 }, (_, index) => claimOwnership(ownerFile, `/${index}`)),
  );
  assert.equal(claims.filter(({ status }) => status === 'fulfilled').length, 1);
  assert.deepEqual(await readdir(directory), ['owner']);
});
