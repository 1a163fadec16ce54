import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { TestContext } from 'node:test';
import { afterwards } from './afterwards.ts';

/** A fresh folder that the server’s user can enter, removed after the test. */
export async function makeDataDirectory(test: TestContext, name = 'tallystick-test-'): Promise<string> {
  const directory = await mkdtemp(path.join(tmpdir(), name));
  await chmod(directory, 0o755);
  afterwards(test, () => rm(directory, { recursive: true, force: true }));
  return directory;
}
