import { existsSync, readdirSync } from 'node:fs';
import path from 'node:path';

/** Where Debian and its children keep the programs of each PostgreSQL version; what stands on the PATH is a wrapper. */
const versionsFolder = '/usr/lib/postgresql';

export const howToInstall =
  'pgbench is missing; on Debian or Ubuntu: apt-get install postgresql (it comes with it), elsewhere put pgbench on the PATH.';

/**
 * The newest pgbench of this machine.
 *
 * @throws Error that says what to install.
 */
export function findPgbench(): string {
  const found = [...versionedPrograms(), ...programsOnPath()].find((program) => existsSync(program));
  if (found === undefined) throw new Error(howToInstall);
  return found;
}

function versionedPrograms(): readonly string[] {
  if (!existsSync(versionsFolder)) return [];
  return readdirSync(versionsFolder)
    .toSorted((one, other) => Number(other) - Number(one))
    .map((version) => path.join(versionsFolder, version, 'bin', 'pgbench'));
}

function programsOnPath(): readonly string[] {
  const folders = (process.env['PATH'] ?? '').split(path.delimiter);
  return folders.filter((folder) => folder !== '').map((folder) => path.join(folder, 'pgbench'));
}
