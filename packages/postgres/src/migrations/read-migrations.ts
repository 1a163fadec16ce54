import { readdir, readFile } from 'node:fs/promises';
import type { Migration } from './migration.ts';

/** Reads the `.sql` files of a folder, in the order of their names, as migrations `prefix/name`. */
export async function readMigrations(directory: URL, prefix: string): Promise<readonly Migration[]> {
  const folder = new URL(directory.href.endsWith('/') ? directory.href : `${directory.href}/`);
  const files = (await readdir(folder)).filter((name) => name.endsWith('.sql')).toSorted();
  return Promise.all(
    files.map(async (name) => ({
      id: `${prefix}/${name.slice(0, -'.sql'.length)}`,
      sql: await readFile(new URL(encodeURIComponent(name), folder), 'utf8'),
    })),
  );
}
