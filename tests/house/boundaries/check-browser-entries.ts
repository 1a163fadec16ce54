import { posix } from 'node:path';

import type { HouseFile, Violation } from '../house-file.ts';
import { browserPackages } from './arrows.ts';
import { importsOf, isBuiltin } from './imports-of.ts';

/** Follows the relative imports of each browser package from its main entry; no file on the way may need Node. */
export function checkBrowserEntries(sources: readonly HouseFile[]): readonly Violation[] {
  const byPath = new Map(sources.map((file) => [file.path, file]));
  return [...browserPackages].flatMap((folder) => {
    const reached = reachableFrom(`${folder}/src/index.ts`, byPath);
    return [...reached].flatMap((file) =>
      importsOf(file)
        .filter(({ specifier = '' }) => isBuiltin(specifier))
        .map(({ specifier, line }) => ({
          path: file.path,
          line,
          rule: 'browser',
          message: `${folder}/src/index.ts reaches ${specifier ?? ''}; put this behind a subpath export`,
        })),
    );
  });
}

function reachableFrom(entry: string, byPath: ReadonlyMap<string, HouseFile>): ReadonlySet<HouseFile> {
  const reached = new Set<HouseFile>();
  const open = [entry];
  for (let path = open.pop(); path !== undefined; path = open.pop()) {
    const file = byPath.get(path);
    if (file === undefined || reached.has(file)) continue;
    reached.add(file);
    for (const { specifier } of importsOf(file)) {
      if (specifier?.startsWith('.') === true) open.push(posix.join(posix.dirname(path), specifier));
    }
  }
  return reached;
}
