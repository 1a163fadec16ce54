import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { ApiDocument, JsonSchema } from './api-document.ts';
import { nameSchemas } from './name-schemas.ts';

function documentOf(...schemas: readonly JsonSchema[]): ApiDocument {
  const operations = schemas.map((schema, index) => {
    const responses = { 200: { description: '', content: { 'application/json': { schema } } } };
    return [
      `get${index}`,
      { operationId: `o${index}`, tags: [], summary: '', description: '', responses },
    ] as const;
  });
  return {
    openapi: '3.1.0',
    info: { title: 'Test', version: '1', description: '' },
    tags: [],
    paths: { '/': Object.fromEntries(operations) },
    components: { schemas: {}, securitySchemes: {} },
  };
}

const amount: JsonSchema = { title: 'Amount', type: 'object', properties: { title: { type: 'string' } } };
const bill: JsonSchema = { title: 'Bill', type: 'object', properties: { total: amount } };

test('a schema with a title is named once, also inside another, and led to where it stood', () => {
  const { paths, components } = nameSchemas(documentOf(bill, amount, { type: 'string' }));
  const schemas = Object.values(paths['/'] ?? {}).map(
    ({ responses }) => responses['200']?.content?.['application/json']?.schema,
  );
  const reference = { $ref: '#/components/schemas/Amount' };
  assert.deepEqual(schemas, [{ $ref: '#/components/schemas/Bill' }, reference, { type: 'string' }]);
  assert.deepEqual(components.schemas, {
    Amount: { type: 'object', properties: { title: { type: 'string' } } },
    Bill: { type: 'object', properties: { total: reference } },
  });
});

test('two schemas under one title are a mistake that is told', () => {
  const other = { ...amount, description: 'Another one' };
  assert.throws(() => nameSchemas(documentOf(amount, other)), /two schemas are called Amount/);
});
