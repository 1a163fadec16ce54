import assert from 'node:assert/strict';
import {
  chmod,
  chown,
  mkdir,
  mkdtemp,
  readdir,
  readFile,
  rm,
  stat,
  symlink,
  writeFile,
} from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { createKeyFile } from './create-key-file.ts';
import { readKeyFileText } from './read-key-file.ts';

const unreadable = { code: 'key_file_unreadable' };
const text = '{ "version": 1 }\n';
let folder: string;

before(async () => {
  folder = await mkdtemp(join(tmpdir(), 'tallystick-keys-'));
});
after(() => rm(folder, { recursive: true }));

test('A new key file is 0600, is read back, and leaves no draft behind', async () => {
  const own = join(folder, 'own');
  await mkdir(own);
  assert.equal(await createKeyFile(join(own, 'keys.json'), text), true);
  assert.equal((await stat(join(own, 'keys.json'))).mode & 0o777, 0o600);
  assert.equal(await readKeyFileText(join(own, 'keys.json')), text);
  assert.deepEqual(await readdir(own), ['keys.json']);
});

test('A key file is never overwritten, and of many that make one at once exactly one does', async () => {
  const path = join(folder, 'raced.json');
  const results = await Promise.all(Array.from({ length: 8 }, () => createKeyFile(path, text)));
  assert.equal(results.filter((created) => created).length, 1);
  const before = await readFile(path);
  assert.equal(await createKeyFile(path, text), false);
  assert.deepEqual(await readFile(path), before);
});

test('A folder that is not there is named as the reason', async () => {
  await assert.rejects(createKeyFile(join(folder, 'absent', 'keys.json'), text), {
    code: 'data_directory_not_writable',
  });
});

test('A key file that others may read, write or run is refused', async () => {
  const path = join(folder, 'wide.json');
  await createKeyFile(path, text);
  for (const mode of [0o640, 0o604, 0o660, 0o700, 0o601]) {
    await chmod(path, mode);
    await assert.rejects(readKeyFileText(path), unreadable);
  }
  for (const mode of [0o600, 0o400]) {
    await chmod(path, mode);
    assert.equal(await readKeyFileText(path), text);
  }
});

test(
  'A key file of another user is refused',
  { skip: process.getuid?.() !== 0 && 'only root can give files away' },
  async () => {
    const path = join(folder, 'foreign.json');
    await createKeyFile(path, text);
    await chown(path, 65_534, 65_534);
    await assert.rejects(readKeyFileText(path), unreadable);
  },
);

test('What is missing, a folder, empty or far too long is refused; a link to a good file is followed', async () => {
  await assert.rejects(readKeyFileText(join(folder, 'missing.json')), unreadable);
  await assert.rejects(readKeyFileText(folder), unreadable);
  await writeFile(join(folder, 'empty.json'), '', { mode: 0o600 });
  assert.equal(await readKeyFileText(join(folder, 'empty.json')), '');
  await writeFile(join(folder, 'long.json'), ' '.repeat(100_000), { mode: 0o600 });
  await assert.rejects(readKeyFileText(join(folder, 'long.json')), unreadable);
  await createKeyFile(join(folder, 'linked.json'), text);
  await symlink(join(folder, 'linked.json'), join(folder, 'link.json'));
  assert.equal(await readKeyFileText(join(folder, 'link.json')), text);
});
