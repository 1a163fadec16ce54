import assert from 'node:assert/strict';
import { test } from 'node:test';

import { checkBoundaries } from './boundaries/check-boundaries.ts';
import { assertNoViolations, type HouseFile, isPackageSource } from './house-file.ts';
import { readHouseFiles } from './read-house-files.ts';

const houseFiles = readHouseFiles();
const manifests = houseFiles.filter((file) =>
  /^(?:(?:packages|apps)\/[^/]+\/)?package\.json$/.test(file.path),
);

test('in this house every arrow points the right way', () => {
  assert.ok(
    houseFiles.filter((file) => isPackageSource(file.path)).length > 20,
    'the sources were not found',
  );
  assertNoViolations(checkBoundaries(houseFiles));
});

/** The rules broken by one planted file among the real package.json files. */
function brokenBy(path: string, text: string, ...others: readonly HouseFile[]): readonly string[] {
  return checkBoundaries([...manifests, { path, text }, ...others]).map(({ rule }) => rule);
}

test('paycode imports nothing but its own files', () => {
  const path = 'packages/paycode/src/ocra/password.ts';
  assert.deepEqual(brokenBy(path, "import { a } from '../damm/damm.ts';"), []);
  assert.deepEqual(brokenBy(path, "import { TallyError } from '@tallystick/foundation';"), ['arrow']);
  assert.deepEqual(brokenBy(path, "import { sha256 } from '@noble/hashes';"), ['pure']);
});

test('foundation imports nothing but its own files', () => {
  const path = 'packages/foundation/src/money/money.ts';
  assert.deepEqual(brokenBy(path, "import { parsePaycode } from '@tallystick/paycode';"), ['arrow']);
  assert.deepEqual(brokenBy(path, "import pino from 'pino';"), ['pure']);
});

test('no import hides by its form', () => {
  const path = 'packages/foundation/src/money/money.ts';
  const forms = [
    "import type { Paycode } from '@tallystick/paycode';",
    "import { type Paycode } from '@tallystick/paycode';",
    "import '@tallystick/paycode';",
    "import * as paycode from '@tallystick/paycode';",
    "export { parsePaycode } from '@tallystick/paycode';",
    "export * from '@tallystick/paycode';",
    "export type { Paycode } from '@tallystick/paycode';",
    "const paycode = await import('@tallystick/paycode');",
    "type Paycode = import('@tallystick/paycode').Paycode;",
    "const where = import.meta.resolve('@tallystick/paycode');",
    "import paycode = require('@tallystick/paycode');",
    "import { x } from '@tallystick/paycode/inside';",
  ];
  for (const form of forms) assert.deepEqual(brokenBy(path, form), ['arrow'], form);
  assert.deepEqual(brokenBy(path, "// import '@tallystick/paycode'\nconst text = \"import 'pg'\";"), []);
});

test('a computed import is refused, because nobody could check it; computing a location is fine', () => {
  const path = 'apps/tally/src/tally.ts';
  assert.deepEqual(brokenBy(path, 'const name = "x"; await import(name);'), ['computed']);
  assert.deepEqual(brokenBy(path, 'await import(`./${1}.ts`);'), ['computed']);
  assert.deepEqual(brokenBy(path, 'require(name);'), ['computed']);
  assert.deepEqual(brokenBy(path, 'import.meta.resolve(`binaries-${platform}`);'), []);
});

test('neither server imports the other; they meet in the verification contract', () => {
  const ofServer = 'packages/authentication-server/src/verification/verify.ts';
  const ofPlatform = 'packages/payment-platform/src/payments/pay.ts';
  const platform = "import type { Payment } from '@tallystick/payment-platform';";
  const server = "import { verifyBatch } from '@tallystick/authentication-server';";
  const contract = "import type { Verdict } from '@tallystick/verification-contract';";
  assert.deepEqual(brokenBy(ofServer, platform), ['arrow']);
  assert.deepEqual(brokenBy(ofPlatform, server), ['arrow']);
  assert.deepEqual([...brokenBy(ofServer, contract), ...brokenBy(ofPlatform, contract)], []);
  assert.deepEqual(brokenBy('packages/verification-contract/src/verdict.ts', server), ['arrow']);
});

test('only the postgres package opens connections', () => {
  const text = "import pg from 'pg';";
  assert.deepEqual(brokenBy('packages/postgres/src/connections/pool.ts', text), []);
  assert.deepEqual(brokenBy('packages/payment-platform/src/ledger/book.ts', text), ['kept']);
  assert.deepEqual(brokenBy('packages/payment-platform/src/ledger/book.test.ts', text), ['kept']);
  assert.deepEqual(brokenBy('apps/tally/src/start.ts', "await import('pg');"), ['kept']);
});

test('paycode and foundation have no Node built-in, by import or by name', () => {
  for (const folder of ['packages/paycode', 'packages/foundation']) {
    const path = `${folder}/src/bytes/hex.ts`;
    assert.deepEqual(brokenBy(path, "import { createHmac } from 'node:crypto';"), ['builtin']);
    assert.deepEqual(brokenBy(path, "import fs from 'fs';"), ['builtin']);
    assert.deepEqual(brokenBy(path, "export const hex = Buffer.from('a').toString('hex');"), ['global']);
    assert.deepEqual(brokenBy(path, 'export function f(bytes: Buffer): void {}'), ['global']);
    assert.deepEqual(brokenBy(path, 'export const home = process.env.HOME;'), ['global']);
    assert.deepEqual(brokenBy(path, 'export const title = document.title;'), ['global']);
  }
});

test('a name of one’s own that Node or a page also has is no violation', () => {
  const path = 'packages/paycode/src/window.ts';
  assert.deepEqual(
    brokenBy(path, 'export function inside(window: number): boolean { return window > 0; }'),
    [],
  );
  assert.deepEqual(brokenBy(path, 'export const answer = { process: 1 }.process;'), []);
});

test('terminals never import servers, the database or each other', () => {
  for (const terminal of ['payer-terminal', 'cashier-terminal']) {
    const other = terminal === 'payer-terminal' ? 'cashier-terminal' : 'payer-terminal';
    for (const target of ['authentication-server', 'payment-platform', 'postgres', other]) {
      const path = `packages/${terminal}/src/index.ts`;
      assert.deepEqual(brokenBy(path, `import { a } from '@tallystick/${target}';`), ['arrow'], target);
    }
  }
});

test('what the main entry of a terminal reaches runs in a browser', () => {
  const index = { path: 'packages/payer-terminal/src/index.ts', text: "export * from './store/store.ts';" };
  const path = 'packages/payer-terminal/src/store/store.ts';
  const text = "import { readFile } from 'node:fs/promises';";
  assert.deepEqual(brokenBy(path, text, index), ['browser']);
  assert.deepEqual(brokenBy('packages/payer-terminal/src/node/store.ts', text, index), []);
});

test('packages never import apps', () => {
  const path = 'packages/payment-platform/src/index.ts';
  assert.deepEqual(brokenBy(path, "import { start } from '@tallystick/tally';"), ['arrow']);
});

test('no relative import leaves its own package', () => {
  const path = 'packages/payment-platform/src/payments/pay.ts';
  assert.deepEqual(brokenBy(path, "import { a } from '../../../paycode/src/index.ts';"), ['leaves']);
  assert.deepEqual(brokenBy(path, "import { a } from '../../../../tests/house/house-file.ts';"), ['leaves']);
  assert.deepEqual(brokenBy(path, "import { a } from '../ledger/book.ts';"), []);
});

test('only what package.json declares is imported', () => {
  const path = 'packages/payment-platform/src/payments/pay.ts';
  assert.deepEqual(brokenBy(path, "import _ from 'lodash';"), ['declared']);
  assert.deepEqual(brokenBy(path, "import fc from 'fast-check';"), ['declared']);
  assert.deepEqual(brokenBy(path, "import Fastify from 'fastify';"), []);
});

test('tests may import Node built-ins and development dependencies', () => {
  const text = "import { test } from 'node:test'; import fc from 'fast-check'; Buffer.alloc(1);";
  assert.deepEqual(brokenBy('packages/paycode/src/damm/damm.test.ts', text), []);
  assert.deepEqual(brokenBy('packages/paycode/src/testing/vectors.ts', "import 'node:fs';"), []);
  const wrongArrow = "import { a } from '@tallystick/foundation';";
  assert.deepEqual(brokenBy('packages/paycode/src/damm/damm.test.ts', wrongArrow), ['arrow']);
});

test('helpers of tests stay in tests', () => {
  const text = "import { startTestDatabase } from '@tallystick/postgres/testing';";
  assert.deepEqual(brokenBy('packages/payment-platform/src/ledger/book.test.ts', text), []);
  assert.deepEqual(brokenBy('packages/payment-platform/src/ledger/book.ts', text), ['testing']);
  assert.deepEqual(brokenBy('packages/postgres/src/index.ts', "export * from './testing/start.ts';"), [
    'testing',
  ]);
});

test('built-ins carry their prefix, and a package does not import itself by name', () => {
  assert.deepEqual(brokenBy('apps/tally/src/tally.ts', "import fs from 'fs';"), ['node-prefix']);
  const self = "import { a } from '@tallystick/postgres';";
  assert.deepEqual(brokenBy('packages/postgres/src/lane/lane.ts', self), ['own-name']);
});

test('a package that is not in the table of arrows is noticed', () => {
  const manifest = { path: 'packages/newcomer/package.json', text: '{"name":"@tallystick/newcomer"}' };
  assert.deepEqual(brokenBy('packages/newcomer/src/index.ts', 'export {};', manifest), ['table']);
});
