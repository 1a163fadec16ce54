import assert from 'node:assert/strict';
import { mkdtemp, open, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { TallyError, type ErrorCode } from '@tallystick/foundation';
import { readPictureFile } from './picture-file.ts';

let folder: string;
before(async () => {
  folder = await mkdtemp(join(tmpdir(), 'till-picture-'));
});
after(() => rm(folder, { recursive: true }));

function isError(code: ErrorCode): (error: unknown) => boolean {
  return (error) => error instanceof TallyError && error.code === code;
}

describe('A picture file', () => {
  it('is read whole', async () => {
    await writeFile(join(folder, 'small.png'), 'abc');
    assert.equal(Buffer.from(await readPictureFile(join(folder, 'small.png'))).toString(), 'abc');
  });

  it('of fifty megabytes is refused by its size, without being read', async () => {
    const file = await open(join(folder, 'large.png'), 'w');
    await file.truncate(50_000_000);
    await file.close();
    const memoryBefore = process.memoryUsage().arrayBuffers;
    await assert.rejects(readPictureFile(join(folder, 'large.png')), isError('picture_too_large'));
    assert.ok(process.memoryUsage().arrayBuffers - memoryBefore < 10_000_000);
  });

  it('is refused where there is none, or where it is a folder', async () => {
    await assert.rejects(readPictureFile(join(folder, 'missing.png')), isError('picture_not_readable'));
    await assert.rejects(readPictureFile(folder), isError('picture_not_readable'));
  });
});
