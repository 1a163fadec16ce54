import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

import type { HouseFile } from './house-file.ts';

export const houseRoot = join(import.meta.dirname, '..', '..');

const foldersLeftOut = new Set(['node_modules', '.git', 'data', 'dist', 'coverage', 'vectors']);
const textEndings =
  /\.(ts|tsx|js|mjs|json|md|sql|sh|yml|yaml|html|css|svg|txt)$|(^|\/)[^./]+$|\/run$|\.npmrc$/;
const maximumFiles = 5_000;

/**
 * Every text file of the checkout, whether committed yet or not. The folders are walked and git is not asked, so that
 * the rules also hold in an unpacked archive and in a checkout that belongs to another user.
 */
export function readHouseFiles(root: string = houseRoot): readonly HouseFile[] {
  const entries = walk(root, '');
  if (entries.length > maximumFiles)
    throw new Error(`more than ${maximumFiles} files; is this the checkout?`);
  return entries.map((path) => ({ path, text: readFileSync(join(root, path), 'utf8') }));
}

function walk(root: string, folder: string): readonly string[] {
  return readdirSync(join(root, folder), { withFileTypes: true }).flatMap((entry) => {
    const path = folder === '' ? entry.name : `${folder}/${entry.name}`;
    if (entry.isDirectory()) return foldersLeftOut.has(entry.name) ? [] : walk(root, path);
    return entry.isFile() && textEndings.test(path) ? [path] : [];
  });
}
