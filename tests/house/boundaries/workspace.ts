import type { HouseFile } from '../house-file.ts';

export interface WorkspacePackage {
  /** Such as `packages/paycode`. */
  readonly folder: string;
  readonly name: string;
  readonly dependencies: ReadonlySet<string>;
  readonly developmentDependencies: ReadonlySet<string>;
}

/** The workspace packages among the files, and the development dependencies that the root shares with all of them. */
export function workspaceOf(files: readonly HouseFile[]): {
  readonly packages: readonly WorkspacePackage[];
  readonly sharedDevelopmentDependencies: ReadonlySet<string>;
} {
  const packages = files.flatMap((file): WorkspacePackage[] => {
    const folder = /^((?:packages|apps)\/[^/]+)\/package\.json$/.exec(file.path)?.[1];
    if (folder === undefined) return [];
    const manifest = readManifest(file);
    return [
      {
        folder,
        name: manifest.name,
        dependencies: new Set([...manifest.dependencies, ...manifest.optionalDependencies]),
        developmentDependencies: new Set(manifest.devDependencies),
      },
    ];
  });
  const root = files.find((file) => file.path === 'package.json');
  const shared = root === undefined ? [] : readManifest(root).devDependencies;
  return { packages, sharedDevelopmentDependencies: new Set(shared) };
}

interface Manifest {
  readonly name: string;
  readonly dependencies: readonly string[];
  readonly devDependencies: readonly string[];
  readonly optionalDependencies: readonly string[];
}

function readManifest(file: HouseFile): Manifest {
  const json: unknown = JSON.parse(file.text);
  const record = isRecord(json) ? json : {};
  return {
    name: typeof record['name'] === 'string' ? record['name'] : '',
    dependencies: namesIn(record['dependencies']),
    devDependencies: namesIn(record['devDependencies']),
    optionalDependencies: namesIn(record['optionalDependencies']),
  };
}

function namesIn(value: unknown): readonly string[] {
  return isRecord(value) ? Object.keys(value) : [];
}

export function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
