import type { HouseFile, Violation } from '../house-file.ts';

/** A package is a door; its README says what is behind it. */
export function checkReadmes(files: readonly HouseFile[]): readonly Violation[] {
  const paths = new Set(files.map(({ path }) => path));
  return [...paths]
    .filter((path) => /^(packages|apps)\/[^/]+\/package\.json$/.test(path))
    .map((path) => path.replace(/package\.json$/, 'README.md'))
    .filter((path) => !paths.has(path))
    .map((path) => ({ path, line: 0, rule: 'readme', message: 'is missing' }));
}
