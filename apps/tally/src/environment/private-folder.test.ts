import assert from 'node:assert/strict';
import { chmod, chown, mkdir, mkdtemp, rm, stat, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { test, type TestContext } from 'node:test';
import { dataFolderMode, makePrivateFolder } from './private-folder.ts';

async function makeParent(t: TestContext): Promise<string> {
  const parent = await mkdtemp(path.join(tmpdir(), 'tallystick-private-'));
  t.after(() => rm(parent, { recursive: true, force: true }));
  return parent;
}

async function modeOf(folder: string): Promise<number> {
  return (await stat(folder)).mode & 0o7777;
}

async function closed(folder: string): Promise<readonly string[]> {
  const lines: string[] = [];
  await makePrivateFolder(folder, { log: (line) => lines.push(line) });
  return lines;
}

test('under any umask a new folder and what is made above it are closed to others', async (t) => {
  const parent = await makeParent(t);
  for (const umask of [0o000, 0o022, 0o077]) {
    const former = process.umask(umask);
    t.after(() => process.umask(former));
    const folder = path.join(parent, `under-${umask}`, 'data');
    assert.deepEqual(await closed(folder), []);
    for (const made of [folder, path.dirname(folder)])
      assert.equal((await modeOf(made)) & 0o777, 0o700 & ~umask);
  }
});

test('a folder of ours that is open is closed, and that is said once', async (t) => {
  for (const name of ['postgres', 'keys.json', 'till-127.0.0.1-1.journal', undefined]) {
    const folder = await makeParent(t);
    if (name !== undefined) await writeFile(path.join(folder, name), '');
    await chmod(folder, 0o777);
    const words = `The folder ${folder} was open to other users (mode 0777), and is now closed to them.`;
    assert.deepEqual(await closed(folder), [words]);
    assert.equal(await modeOf(folder), 0o700);
    assert.deepEqual(await closed(folder), []);
  }
});

test('a folder that its owner made read-only is closed to others and stays read-only', async (t) => {
  const folder = await makeParent(t);
  await chmod(folder, 0o555);
  assert.equal((await closed(folder)).length, 1);
  assert.equal(await modeOf(folder), 0o500);
});

test('a folder that is shared with others is refused and left as it is', async (t) => {
  const folder = await makeParent(t);
  await writeFile(path.join(folder, 'letter.txt'), '');
  await chmod(folder, 0o1777);
  await assert.rejects(closed(folder), {
    code: 'data_directory_not_writable',
    message: `The folder ${folder} holds other files and can be written by other users (mode 1777): name a folder for Tallystick alone.`,
  });
  assert.equal(await modeOf(folder), 0o1777);
});

test('a link and a file in the place of the folder are refused', async (t) => {
  const parent = await makeParent(t);
  await mkdir(path.join(parent, 'real'));
  await symlink('real', path.join(parent, 'link'));
  await writeFile(path.join(parent, 'file'), '');
  await assert.rejects(closed(path.join(parent, 'link')), { message: /link is a link: name the folder/ });
  await assert.rejects(closed(path.join(parent, 'file')), { message: /file is a file: name a folder\.$/ });
});

test('a folder of another user is refused', async (t) => {
  const folder = process.geteuid?.() === 0 ? await makeParent(t) : '/';
  if (folder !== '/') await chown(folder, 1, 1);
  const { uid } = await stat(folder);
  const message = `The folder ${folder} belongs to another user (${uid}): change its owner, or name another folder.`;
  await assert.rejects(closed(folder), { message });
});

test('root’s data folder can be passed through by the user of its PostgreSQL, and any other’s can’t', () => {
  assert.equal(dataFolderMode(), process.geteuid?.() === 0 ? 0o711 : 0o700);
});
