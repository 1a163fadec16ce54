import assert from 'node:assert/strict';
import { test } from 'node:test';
import { readDocument } from './read-document.ts';

const operation = { operationId: 'pay', summary: 'Pay', description: 'Pays.', tags: [], responses: {} };

function collected(change: object): unknown {
  const paths = { '/v1/payments': { post: { ...operation, ...change } } };
  return { openapi: '3.1.0', paths, components: { schemas: {} } };
}

test('a route with its words is read as plain JSON', () => {
  const hidden = Object.defineProperty({ tags: ['Payments'] }, '~kind', {
    value: 'Object',
    enumerable: false,
  });
  const { paths } = readDocument(collected(hidden));
  assert.deepEqual(paths['/v1/payments']?.['post'], { ...operation, tags: ['Payments'] });
});

test('a route without a name, a summary or a description is told by its address', () => {
  for (const missing of [{ operationId: undefined }, { summary: '' }, { description: undefined }])
    assert.throws(() => readDocument(collected(missing)), /post \/v1\/payments is not documented/);
});

test('what is no document is refused', () => {
  for (const wrong of [null, [], {}, { openapi: '3.1.0', paths: [], components: {} }])
    assert.throws(() => readDocument(wrong), /have not made a document/);
});
