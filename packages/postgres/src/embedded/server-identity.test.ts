import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { chmod, readdir, readlink, rm, stat } from 'node:fs/promises';
import path from 'node:path';
import { test } from 'node:test';
import { openDatabase } from '../connections/open-database.ts';
import { afterwards } from '../testing/afterwards.ts';
import { makeDataDirectory } from '../testing/data-directory.ts';
import { startEmbeddedPostgres } from './start-embedded-postgres.ts';

const onlyRoot = { skip: process.getuid?.() === 0 ? false : 'needs root' };
const onlyUser = { skip: process.getuid?.() === 0 ? 'root may write everywhere' : false };

test('root’s PostgreSQL runs as another user, who owns its files', onlyRoot, async (t) => {
  const dataDirectory = await makeDataDirectory(t);
  const server = await startEmbeddedPostgres({ dataDirectory, temporary: true });
  const { uid } = await stat(`/proc/${server.processId}`);
  assert.notEqual(uid, 0);
  assert.equal((await stat(path.join(dataDirectory, 'postgresql'))).uid, uid);
  await server.stop();
});

test(
  'below a folder that only root can enter, the files stand elsewhere behind a link',
  onlyRoot,
  async (t) => {
    const home = await makeDataDirectory(t);
    await chmod(home, 0o700);
    const dataDirectory = path.join(home, 'clone', 'data');
    const first = await startEmbeddedPostgres({ dataDirectory, temporary: true });
    const elsewhere = await readlink(path.join(dataDirectory, 'postgresql'));
    afterwards(t, () => rm(elsewhere, { recursive: true }));
    const database = await openDatabase(first.connection);
    await database.query({ name: '', text: 'CREATE TABLE public.kept (id integer)', values: [] });
    await database.close();
    await first.stop();

    const second = await startEmbeddedPostgres({ dataDirectory });
    const again = await openDatabase(second.connection);
    assert.deepEqual(await again.query({ name: '', text: 'SELECT id FROM public.kept', values: [] }), []);
    await again.close();
    await second.stop();
    assert.match(elsewhere, /^\/var\/lib\/tallystick\/data-/);
  },
);

test('a full disk is named, and nothing half-made is left', onlyRoot, async (t) => {
  const dataDirectory = await makeDataDirectory(t);
  const mounted = spawnSync('mount', ['-t', 'tmpfs', '-o', 'size=8m,mode=755', 'tmpfs', dataDirectory]);
  if (mounted.status !== 0) {
    t.skip('no right to mount');
    return;
  }
  afterwards(t, () => spawnSync('umount', [dataDirectory]));
  await assert.rejects(startEmbeddedPostgres({ dataDirectory }), { code: 'disk_full' });
  assert.deepEqual(await readdir(dataDirectory), []);
});

test('a folder of another owner is named as not writable', onlyUser, async (t) => {
  const dataDirectory = await makeDataDirectory(t);
  await chmod(dataDirectory, 0o555);
  await assert.rejects(startEmbeddedPostgres({ dataDirectory }), { code: 'data_directory_not_writable' });
  await assert.rejects(startEmbeddedPostgres({ dataDirectory: path.join(dataDirectory, 'below') }), {
    code: 'data_directory_not_writable',
  });
  assert.deepEqual(await readdir(dataDirectory), []);
});
