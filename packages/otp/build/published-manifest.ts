/** What goes from the package.json of the sources into the one that is published, as it stands. */
const keptFields = ['name', 'version', 'description', 'keywords', 'license', 'type', 'sideEffects'] as const;

/** Typed arrays, modules and `??`: what every engine of the last years has, and small ones too. */
const oldestNode = '>=20';

/**
 * The package.json of the published folder. npm takes no other `exports` from `publishConfig`, so the entries, which name
 * the TypeScript sources for everybody in this repository, are translated here. Throws where an entry has another form.
 */
export function publishedManifest(sourceText: string): Readonly<Record<string, unknown>> {
  const source: unknown = JSON.parse(sourceText);
  if (!isRecord(source) || !isRecord(source['exports'])) throw new Error('package.json has no exports');
  const entries = Object.entries(source['exports']).map(([entry, path]) => [entry, publishedEntry(path)]);
  const exports: unknown = Object.fromEntries(entries);
  return {
    ...Object.fromEntries(keptFields.map((field) => [field, source[field]])),
    engines: { node: oldestNode },
    exports: { ...(isRecord(exports) ? exports : {}), './package.json': './package.json' },
    publishConfig: { access: 'public' },
  };
}

/** `./src/a/index.ts` of the sources is `./a/index.js` with `./a/index.d.ts`. */
function publishedEntry(path: unknown): { readonly types: string; readonly default: string } {
  const base = typeof path === 'string' ? /^\.\/src\/(.+)\.ts$/.exec(path)?.[1] : undefined;
  if (base === undefined) throw new Error('an entry of exports is not a source');
  return { types: `./${base}.d.ts`, default: `./${base}.js` };
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
