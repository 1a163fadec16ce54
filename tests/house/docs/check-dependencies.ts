import type { HouseFile, Violation } from '../house-file.ts';

const page = 'docs/dependencies.md';
const kinds = ['dependencies', 'devDependencies', 'optionalDependencies', 'peerDependencies'];
const exactVersion = /^\d+\.\d+\.\d+(-[0-9A-Za-z.-]+)?$/;

interface Dependency {
  readonly path: string;
  readonly name: string;
  readonly version: string;
}

/**
 * Every version is exact, one dependency has one version, and docs/dependencies.md has a row
 * `| name | version | licence | why |` for each of them and for nothing else.
 */
export function checkDependencies(files: readonly HouseFile[]): readonly Violation[] {
  const declared = files.filter(({ path }) => /(^|\/)package\.json$/.test(path)).flatMap(dependenciesOf);
  const rows = rowsOf(files.find(({ path }) => path === page)?.text ?? '');
  const foreign = declared.filter(({ name }) => !name.startsWith('@tallystick/'));
  return [
    ...declared.flatMap(checkExact),
    ...foreign.flatMap((dependency) => checkRow(dependency, rows)),
    ...[...rows.keys()]
      .filter((name) => !foreign.some((dependency) => dependency.name === name))
      .map((name) => ({
        path: page,
        line: 0,
        rule: 'left-over',
        message: `${name} is no dependency any more`,
      })),
  ];
}

function checkExact({ path, name, version }: Dependency): readonly Violation[] {
  if (exactVersion.test(version)) return [];
  return [{ path, line: 0, rule: 'exact', message: `${name} must have one exact version, not ${version}` }];
}

function checkRow({ path, name, version }: Dependency, rows: ReadonlyMap<string, Row>): readonly Violation[] {
  const row = rows.get(name);
  if (row === undefined) {
    return [{ path, line: 0, rule: 'undocumented', message: `${name} has no row in ${page}` }];
  }
  if (row.version !== version) {
    const message = `${name} is ${version} here and ${row.version} in ${page}`;
    return [{ path, line: 0, rule: 'version', message }];
  }
  if (row.licence === '' || row.why.length < 20) {
    return [{ path: page, line: 0, rule: 'why', message: `say under which licence and why ${name} is here` }];
  }
  return [];
}

function dependenciesOf({ path, text }: HouseFile): readonly Dependency[] {
  const manifest: unknown = JSON.parse(text);
  if (!isRecord(manifest)) return [];
  return kinds.flatMap((kind) => {
    const list = manifest[kind];
    if (!isRecord(list)) return [];
    return Object.entries(list).map(([name, version]) => ({ path, name, version: String(version) }));
  });
}

interface Row {
  readonly version: string;
  readonly licence: string;
  readonly why: string;
}

function rowsOf(text: string): ReadonlyMap<string, Row> {
  const rows = new Map<string, Row>();
  for (const line of text.split('\n')) {
    const [name = '', version = '', licence = '', why = ''] = line
      .split('|')
      .slice(1, -1)
      .map((cell) => cell.trim());
    const names = Array.from(name.matchAll(/`([^`]+)`/g), ([, each = '']) => each);
    for (const each of names) rows.set(each, { version, licence, why });
  }
  return rows;
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
