import type { ApiDocument } from './api-document.ts';

/**
 * What the collector of routes has written, as plain JSON.
 *
 * @throws Error where a route has no words for the document: that is a fault of whoever added the route.
 */
export function readDocument(collected: unknown): ApiDocument {
  const document: unknown = JSON.parse(JSON.stringify(collected));
  if (!isDocument(document)) throw new Error('the routes have not made a document');
  for (const [path, item] of Object.entries(document.paths)) {
    for (const [method, operation] of Object.entries(item)) {
      const { operationId, summary, description, responses } = operation as Partial<typeof operation>;
      const isWhole = [operationId, summary, description].every((words) => (words ?? '') !== '');
      if (!isWhole || responses === undefined) throw new Error(`${method} ${path} is not documented`);
    }
  }
  return document;
}

/** Its parts come from the schemas of the routes, and the whole is put before an independent validator in a test. */
function isDocument(value: unknown): value is ApiDocument {
  if (!isRecord(value) || !isRecord(value['paths']) || !isRecord(value['components'])) return false;
  return typeof value['openapi'] === 'string' && Object.values(value['paths']).every(isRecord);
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
