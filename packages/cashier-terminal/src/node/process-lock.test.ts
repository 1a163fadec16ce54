import assert from 'node:assert/strict';
import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, it } from 'node:test';
import { takeProcessLock } from './process-lock.ts';

let folder: string;
let path: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'till-lock-'));
  path = join(folder, 'journal');
});
afterEach(() => rm(folder, { recursive: true }));

/** A lock of a process that is gone: the id is in use, but its process began at another time. */
function leaveDeadLock(generation: number): Promise<void> {
  return writeFile(`${path}.lock.${generation}`, JSON.stringify({ processId: process.pid, startedAt: '1' }));
}

describe('The lock of a process', () => {
  it('is held until it is released', async () => {
    const lock = await takeProcessLock(path);
    assert.ok(lock);
    assert.equal(await takeProcessLock(path), undefined);
    await lock.release();
    assert.ok(await takeProcessLock(path));
  });

  it('of a dead process is taken over by exactly one of many that try at once', async () => {
    for (let round = 1; round <= 30; round++) {
      await leaveDeadLock(round * 10);
      const locks = await Promise.all(Array.from({ length: 8 }, () => takeProcessLock(path)));
      assert.equal(locks.filter((lock) => lock !== undefined).length, 1);
      for (const lock of locks) await lock?.release();
    }
  });

  it('is taken over where its file is torn', async () => {
    await writeFile(`${path}.lock.1`, '{"processId":');
    assert.ok(await takeProcessLock(path));
  });

  it('leaves one file behind, however often it was taken', async () => {
    for (let round = 0; round < 5; round++) await (await takeProcessLock(path))?.release();
    assert.deepEqual(await readdir(folder), ['journal.lock.5']);
  });
});
