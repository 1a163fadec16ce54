import assert from 'node:assert/strict';

/** The parts of the document that the tests read; they look at it as a stranger would. */
export interface ServedDocument {
  readonly paths: Readonly<Record<string, Readonly<Record<string, ServedOperation>>>>;
  readonly components: Readonly<Record<string, Readonly<Record<string, object>>>>;
}

export interface ServedOperation {
  readonly operationId: string;
  readonly security?: readonly object[];
  readonly requestBody?: { readonly content: Readonly<Record<string, object>> };
  readonly responses: Readonly<Record<string, { readonly content?: Readonly<Record<string, ServedMedia>> }>>;
}

export interface ServedMedia {
  readonly schema: object;
  readonly examples?: Readonly<Record<string, object>>;
}

export interface FoundOperation {
  readonly method: string;
  /** As the document writes it: `/v1/payments/{paymentId}`. */
  readonly path: string;
  readonly operation: ServedOperation;
}

export async function readApiDocument(address: string): Promise<ServedDocument> {
  const answer = await fetch(`${address}/v1/openapi.json`);
  assert.equal(answer.status, 200);
  assert.match(answer.headers.get('content-type') ?? '', /^application\/json/);
  const document: ServedDocument = JSON.parse(await answer.text());
  return document;
}

export function operationsOf({ paths }: ServedDocument): readonly FoundOperation[] {
  return Object.entries(paths).flatMap(([path, item]) =>
    Object.entries(item).map(([method, operation]) => ({ method: method.toUpperCase(), path, operation })),
  );
}

/** The problem codes that an operation enumerates for a status. */
export function problemCodesOf({ responses }: ServedOperation, status: string): readonly string[] {
  const schema = JSON.stringify(responses[status]?.content?.['application/problem+json']?.schema ?? {});
  const [, codes = '[]'] = /"code":\{"enum":(\[[^\]]*\])/.exec(schema) ?? [];
  const parsed: string[] = JSON.parse(codes);
  return parsed;
}
