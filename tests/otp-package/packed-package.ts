import { execFile } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';

import { buildPackage } from '../../packages/otp/build/build-package.ts';

const run = promisify(execFile);

export interface PackedPackage {
  /** A folder of our own, in which projects of users can be made. */
  readonly folder: string;
  /** What `npm publish` would take. */
  readonly builtFolder: string;
  readonly tarball: string;
  /** What is in the tarball. */
  readonly files: readonly { readonly path: string; readonly size: number }[];
  readonly remove: () => Promise<void>;
}

/** Builds and packs the package as it would be published, in a folder of its own. */
export async function packPackage(): Promise<PackedPackage> {
  const folder = await mkdtemp(join(tmpdir(), 'tallystick-otp-'));
  const builtFolder = join(folder, 'built');
  await buildPackage(builtFolder);
  const { stdout } = await run('npm', ['pack', builtFolder, '--json', '--pack-destination', folder], {
    cwd: folder,
  });
  const [packed] = JSON.parse(stdout) as [{ filename: string; files: PackedPackage['files'] }];
  return {
    folder,
    builtFolder,
    tarball: join(folder, packed.filename),
    files: packed.files,
    remove: () => rm(folder, { recursive: true, force: true }),
  };
}

/** Runs a program to its end and gives what it printed; what went wrong is in the error. */
export async function runIn(folder: string, command: string, ...words: readonly string[]): Promise<string> {
  const { stdout } = await run(command, words, { cwd: folder, timeout: 120_000 }).catch((error: unknown) => {
    const said = error instanceof Error && 'stdout' in error ? String(error.stdout) : '';
    throw new Error(`${[command, ...words].join(' ')} failed: ${said}`, { cause: error });
  });
  return stdout;
}
