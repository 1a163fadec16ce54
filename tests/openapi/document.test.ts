import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { before, test } from 'node:test';
import { declineCodes, errorDefinition, isProblemCode, problemCodes } from '@tallystick/foundation';
import { Validator } from '@seriousme/openapi-schema-validator';
import { houseRoot } from '../house/read-house-files.ts';
import {
  operationsOf,
  problemCodesOf,
  type FoundOperation,
  type ServedDocument,
} from './read-api-document.ts';
import { examplesPath, examplesText, recordExamples } from './record-examples.ts';
import type { RecordedExamples } from './recorder.ts';

/**
 * The document of the API is whole and true: every answer in it was given by a real server on a real PostgreSQL while this
 * test ran, and each of them was held against its schema (recorder.ts).
 */
let document: ServedDocument;
let routes: readonly string[];
let examples: RecordedExamples;
let operations: readonly FoundOperation[];

before(async () => {
  ({ document, routes, examples } = await recordExamples());
  operations = operationsOf(document);
});

void test('an independent validator finds it to be OpenAPI 3.1', async () => {
  const validator = new Validator();
  const { valid, errors } = await validator.validate({ ...document });
  assert.ok(valid, JSON.stringify(errors));
  assert.equal(validator.version, '3.1');
});

void test('it lists every route of the server and no other, each under a name of its own', () => {
  const listed = operations.map(({ method, path }) => `${method} ${path}`);
  assert.deepEqual(listed.toSorted(), routes.toSorted());
  const names = operations.map(({ operation }) => operation.operationId);
  assert.equal(new Set(names).size, names.length);
});

void test('every reference leads to something, and every component is led to', () => {
  const references = new Set(referencesIn(document));
  for (const reference of references) {
    let target: unknown = document;
    for (const name of reference.slice(2).split('/')) {
      assert.ok(typeof target === 'object' && target !== null && name in target, reference);
      target = Reflect.get(target, name);
    }
  }
  for (const kind of ['schemas', 'headers']) {
    for (const name of Object.keys(document.components[kind] ?? {}))
      assert.ok(references.has(`#/components/${kind}/${name}`), name);
  }
});

void test('every route but those about the service itself asks for one of the two keys, or is an enrolment', () => {
  const open = operations.filter(({ operation }) => operation.security === undefined).map(({ path }) => path);
  const keyless = ['/', '/healthz', '/readyz', '/v1/openapi.json', '/v1/reference'];
  const enrolment = '/v1/enrolments/{activationId}';
  assert.deepEqual(open.toSorted(), [...keyless, enrolment, `${enrolment}/proof`].toSorted());
});

void test('the examples in the document are what the servers have just answered (npm run docs:examples writes them)', async () => {
  const kept = await readFile(join(houseRoot, examplesPath), 'utf8');
  assert.equal(kept, await examplesText(examples));
});

void test('every problem that an operation may answer has an example: of the operation, or one for all', () => {
  const missing = operations.flatMap(({ operation }) =>
    Object.entries(operation.responses).flatMap(([status, { content }]) => {
      const shown = Object.keys(content?.['application/problem+json']?.examples ?? {});
      const codes = problemCodesOf(operation, status);
      return codes.filter((code) => !shown.includes(code)).map((code) => `${operation.operationId} ${code}`);
    }),
  );
  assert.deepEqual(missing, []);
});

void test('every problem of the registry is answered somewhere, under its own status', () => {
  const stray = Object.keys(examples.problems).filter((code) => code === 'route_unknown');
  const answered = operations.flatMap(({ operation }) =>
    Object.keys(operation.responses).flatMap((status) => {
      const codes = problemCodesOf(operation, status).filter(isProblemCode);
      for (const code of codes) assert.equal(String(errorDefinition(code).httpStatus), status, code);
      return codes;
    }),
  );
  assert.deepEqual([...new Set([...answered, ...stray])].toSorted(), problemCodes.toSorted());
});

void test('every outcome of a payment has an example: approved, each decline, and each way of waiting', () => {
  const answers = examples.operations['pay']?.answers ?? {};
  const declines = Object.values(answers['200'] ?? {}).map(
    (body) => Reflect.get(body, 'errorCode') as unknown,
  );
  assert.deepEqual(new Set(declines), new Set([null, ...declineCodes]));
  assert.deepEqual(Object.keys(answers['202'] ?? {}).toSorted(), ['code_early', 'in_work', 'order_busy']);
});

void test('every answer with a body has an example, and every body that is asked for too', () => {
  const bare = operations.flatMap(({ operation }) => {
    const bodies = Object.values(operation.responses).flatMap(({ content }) => Object.entries(content ?? {}));
    const withoutExample = bodies.filter(
      ([mediaType, media]) => mediaType === 'application/json' && media.examples === undefined,
    );
    return withoutExample.map(() => operation.operationId);
  });
  assert.deepEqual(bare, ['openApiDocument'], 'the document is no example of itself');
});

function referencesIn(value: unknown): readonly string[] {
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([name, inner]) =>
    name === '$ref' && typeof inner === 'string' ? [inner] : referencesIn(inner),
  );
}
