import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import fc from 'fast-check';
import { startTestDatabase, type TestServer } from '../testing/start-test-database.ts';
import { encodeValue } from './encode-value.ts';

let server: TestServer;

before(async () => {
  server = await startTestDatabase([]);
});
after(() => server.stop());

async function throughDatabase(type: string, value: unknown): Promise<unknown> {
  const text = `SELECT $1::${type} AS value`;
  const [row] = await server.database.query<{ value: unknown }>({ name: '', text, values: [value] });
  return row?.value;
}

/** Everything but the NUL character, which PostgreSQL’s text can’t hold. */
const text = fc.string({ unit: 'binary' }).map((characters) => characters.replaceAll('\0', ''));

test('any text comes back from an array as it was, quotes, backslashes, braces and the word NULL included', async () => {
  const hard = ['', 'NULL', 'null', '"', '\\', '\\"', '{}', '{a,b}', ' a ', 'a,b', 'é', '\n', '-', "'", '𝄞'];
  assert.deepEqual(await throughDatabase('text[]', [...hard, null]), [...hard, null]);
  await fc.assert(
    fc.asyncProperty(fc.array(fc.option(text)), async (values) => {
      assert.deepEqual(await throughDatabase('text[]', values), values);
    }),
    { numRuns: 200 },
  );
});

test('bytes, numbers, ids and times come back from arrays as they were', async () => {
  const bytes = [Buffer.from([0, 255, 92, 34]), Buffer.alloc(0)];
  assert.deepEqual(await throughDatabase('bytea[]', bytes), bytes);
  assert.deepEqual(await throughDatabase('bytea[]', [new Uint8Array([1, 2])]), [Buffer.from([1, 2])]);
  const extremes = [2n ** 63n - 1n, -(2n ** 63n), 0n, null];
  assert.deepEqual(await throughDatabase('bigint[]', extremes), extremes);
  assert.deepEqual(await throughDatabase('integer[]', [-1, 0, 2_147_483_647]), [-1, 0, 2_147_483_647]);
  const id = '01890a5d-ac96-774b-bcce-b302099a8057';
  assert.deepEqual(await throughDatabase('uuid[]', [id]), [id]);
  const moment = new Date('2026-11-25T12:00:00.123Z');
  assert.deepEqual(await throughDatabase('timestamptz[]', [moment]), [moment]);
});

test('single values and objects come back as they were', async () => {
  const moment = new Date('1999-12-31T23:59:59.999Z');
  assert.deepEqual(await throughDatabase('timestamptz', moment), moment);
  assert.deepEqual(await throughDatabase('bytea', new Uint8Array([7])), Buffer.from([7]));
  assert.deepEqual(await throughDatabase('jsonb', { a: ['"', null] }), { a: ['"', null] });
  assert.deepEqual(await throughDatabase('jsonb[]', [{ a: '{"\\' }, null]), [{ a: '{"\\' }, null]);
  assert.equal(await throughDatabase('boolean', true), true);
  assert.equal(await throughDatabase('text', undefined), null);
});

test('what has no form is refused before anything is sent', () => {
  assert.throws(() => encodeValue(Symbol('x')), TypeError);
  assert.throws(() => encodeValue([() => 1]), TypeError);
  assert.throws(() => encodeValue(new Date(Number.NaN)), TypeError);
});
