import { isDeepStrictEqual } from 'node:util';
import type { ApiDocument, JsonSchema } from './api-document.ts';

/**
 * Moves every schema with a title to the components, under that title, and leaves a reference in its place. So the routes
 * write their schemas in line, and a reader, or a generated client, meets each shape once and by its name.
 *
 * @throws Error where two schemas of different content have one title.
 */
export function nameSchemas(document: ApiDocument): ApiDocument {
  const schemas = new Map<string, JsonSchema>();
  const paths = withReferences(document.paths, schemas);
  const named = Object.fromEntries([...schemas].sort(([one], [other]) => (one < other ? -1 : 1)));
  return { ...document, paths, components: { ...document.components, schemas: named } };
}

function withReferences<Value>(value: Value, schemas: Map<string, JsonSchema>): Value;
function withReferences(value: unknown, schemas: Map<string, JsonSchema>): unknown {
  if (Array.isArray(value)) return value.map((item: unknown) => withReferences(item, schemas));
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value).map(([key, inner]) => [key, withReferences(inner, schemas)] as const);
  const copy: Readonly<Record<string, unknown>> = Object.fromEntries(entries);
  const { title, ...schema } = copy;
  // A property may be called title; the title of a schema is a text.
  if (typeof title !== 'string') return copy;
  const known = schemas.get(title);
  if (known !== undefined && !isDeepStrictEqual(known, schema))
    throw new Error(`two schemas are called ${title}`);
  schemas.set(title, schema);
  return { $ref: `#/components/schemas/${title}` };
}
