import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { cpSync, globSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, dirname, join } from 'node:path';
import { after, before, test } from 'node:test';

import { ESLint, Linter } from 'eslint';
import tseslint from 'typescript-eslint';

import { houseRoot } from './read-house-files.ts';

// `npm run check` holds the arrows by dependency-cruiser, and the words inside a file by ESLint. Here each rule is seen to
// find what it is for, in a small copy of the workspace with wrong files planted into it.

const planted: Readonly<Record<string, string>> = {
  'packages/otp/src/own.ts': "export * from './index.ts';",
  'packages/otp/src/paycode.ts': "export * from '@tallystick/paycode';",
  'packages/otp/src/noble.ts': "export * from '@noble/hashes';",
  'packages/otp/src/built-in.ts': "export { createHmac } from 'node:crypto';",
  'packages/otp/src/in-a.test.ts': "import 'node:test'; import 'fast-check';",
  'packages/otp/src/testing/vectors.ts': "import 'node:fs';",
  'packages/otp/src/wrong-arrow.test.ts': "import '@tallystick/foundation';",
  'packages/paycode/src/otp.ts': "export * from '@tallystick/otp';",
  'packages/paycode/src/foundation.ts': "export * from '@tallystick/foundation';",
  'packages/foundation/src/pino.ts': "export * from 'pino';",
  'packages/foundation/src/as-type.ts': "import type { A } from '@tallystick/paycode'; export type B = A;",
  'packages/foundation/src/as-inline-type.ts':
    "import { type A } from '@tallystick/paycode'; export type B = A;",
  'packages/foundation/src/as-effect.ts': "import '@tallystick/paycode';",
  'packages/foundation/src/as-namespace.ts': "import * as a from '@tallystick/paycode'; export const b = a;",
  'packages/foundation/src/as-export.ts': "export { a } from '@tallystick/paycode';",
  'packages/foundation/src/as-type-export.ts': "export type { A } from '@tallystick/paycode';",
  'packages/foundation/src/as-dynamic.ts': "export const a = await import('@tallystick/paycode');",
  'packages/foundation/src/as-type-of.ts': "export type A = import('@tallystick/paycode').A;",
  'packages/foundation/src/as-equals.ts': "import a = require('@tallystick/paycode'); export const b = a;",
  'packages/foundation/src/inside.ts': "export * from '@tallystick/paycode/inside';",
  'packages/foundation/src/in-words.ts':
    "// import '@tallystick/paycode'\nexport const text = \"import 'pg'\";",
  'packages/authentication-server/src/platform.ts':
    "import type { A } from '@tallystick/payment-platform'; export type B = A;",
  'packages/payment-platform/src/server.ts': "export * from '@tallystick/authentication-server';",
  'packages/authentication-server/src/contract.ts':
    "import type { A } from '@tallystick/verification-contract'; export type B = A;",
  'packages/payment-platform/src/contract.ts': "export * from '@tallystick/verification-contract';",
  'packages/verification-contract/src/server.ts': "export * from '@tallystick/authentication-server';",
  'packages/integrity/src/server.ts': "export * from '@tallystick/authentication-server';",
  'packages/payment-platform/src/app.ts': "export * from '@tallystick/tally';",
  'packages/payment-platform/src/outcomes/record-outcome.ts': "export * from './write-orders.ts';",
  'packages/payment-platform/src/outcomes/write-orders.ts': 'export type A = 1;',
  'packages/payment-platform/src/through-the-door.ts': "export * from './outcomes/record-outcome.ts';",
  'packages/payment-platform/src/around-the-door.ts':
    "import type { A } from './outcomes/write-orders.ts'; export type B = A;",
  'packages/payment-platform/src/driver.ts': "export * from 'pg';",
  'packages/payment-platform/src/driver.test.ts': "import 'pg';",
  'packages/payment-platform/src/leaves.ts': "export * from '../../paycode/src/index.ts';",
  'packages/payment-platform/src/undeclared.ts': "export * from 'lodash';",
  'packages/payment-platform/src/for-tests.ts': "export * from 'fast-check';",
  'packages/payment-platform/src/helper.ts': "export * from '@tallystick/postgres/testing';",
  'packages/payment-platform/src/helper.test.ts': "import '@tallystick/postgres/testing';",
  'packages/payment-platform/src/declared.ts': "export * from 'fastify';",
  'packages/postgres/src/driver.ts': "export * from 'pg';",
  'packages/postgres/src/own-name.ts': "export * from '@tallystick/postgres';",
  'packages/postgres/src/one.ts': "import type { Two } from './two.ts'; export type One = Two | 1;",
  'packages/postgres/src/two.ts': "import type { One } from './one.ts'; export type Two = One[];",
  'packages/payer-terminal/src/index.ts': "export * from './store.ts';",
  'packages/payer-terminal/src/store.ts': "export { readFile } from 'node:fs/promises';",
  'packages/payer-terminal/src/node/store.ts': "export { readFile } from 'node:fs/promises';",
  'packages/newcomer/package.json': '{"name":"@tallystick/newcomer","exports":"./src/index.ts"}',
  'packages/newcomer/src/index.ts': "export * from './other.ts';",
  'packages/newcomer/src/other.ts': 'export {};',
};

/** Stand for the packages from outside, which need not be looked into. */
const outside = ['pg', 'pino', 'fastify', 'fast-check', 'lodash', '@noble/hashes'];

let folder: string;
let rulesByFile: ReadonlyMap<string, readonly string[]>;

function write(path: string, text: string): void {
  mkdirSync(dirname(join(folder, path)), { recursive: true });
  writeFileSync(join(folder, path), `${text}\n`);
}

before(async () => {
  folder = mkdtempSync(join(tmpdir(), 'tallystick-boundaries-'));
  cpSync(join(houseRoot, 'package.json'), join(folder, 'package.json'));
  cpSync(join(houseRoot, 'tsconfig.json'), join(folder, 'tsconfig.json'));
  mkdirSync(join(folder, 'node_modules', '@tallystick'), { recursive: true });
  for (const manifest of globSync('{packages,apps}/*/package.json', { cwd: houseRoot })) {
    const place = dirname(manifest);
    mkdirSync(join(folder, place), { recursive: true });
    cpSync(join(houseRoot, manifest), join(folder, manifest));
    for (const entry of ['index', 'node', 'testing/index', 'inside'])
      write(`${place}/src/${entry}.ts`, 'export {};');
    symlinkSync(join(folder, place), join(folder, 'node_modules', '@tallystick', basename(place)));
  }
  for (const name of outside) {
    write(`node_modules/${name}/package.json`, JSON.stringify({ name, version: '1.0.0', main: 'index.js' }));
    write(`node_modules/${name}/index.js`, 'exports.a = 1;');
  }
  for (const [path, text] of Object.entries(planted)) write(path, text);
  rulesByFile = await cruise();
});
after(() => rmSync(folder, { recursive: true, force: true }));

/** The rules that each file of the copy breaks, in alphabetical order. */
async function cruise(): Promise<ReadonlyMap<string, readonly string[]>> {
  const program = join(houseRoot, 'node_modules', 'dependency-cruiser', 'bin', 'dependency-cruiser.mjs');
  const config = join(houseRoot, 'dependency-cruiser.config.js');
  const words = [program, '--config', config, '--output-type', 'json', 'packages', 'apps'];
  const child = spawn(process.execPath, words, { cwd: folder, stdio: ['ignore', 'pipe', 'inherit'] });
  const chunks: Buffer[] = [];
  for await (const chunk of child.stdout) chunks.push(chunk as Buffer);
  const { summary } = JSON.parse(Buffer.concat(chunks).toString()) as {
    summary: { violations: readonly { from: string; rule: { name: string } }[] };
  };
  const found = new Map<string, string[]>();
  for (const { from, rule } of summary.violations) {
    const rules = new Set([...(found.get(from) ?? []), rule.name]);
    found.set(
      from,
      [...rules].sort((left, right) => left.localeCompare(right)),
    );
  }
  return found;
}

function rulesOf(path: string): readonly string[] {
  assert.ok(Object.hasOwn(planted, path), `${path} was not planted`);
  return rulesByFile.get(path) ?? [];
}

test('otp imports nothing but its own files, and paycode otp besides', () => {
  assert.deepEqual(rulesOf('packages/otp/src/own.ts'), []);
  assert.deepEqual(rulesOf('packages/otp/src/paycode.ts'), ['arrow from packages/otp']);
  assert.deepEqual(rulesOf('packages/otp/src/noble.ts'), ['not declared', 'pure']);
  assert.deepEqual(rulesOf('packages/otp/src/built-in.ts'), ['pure']);
  assert.deepEqual(rulesOf('packages/paycode/src/otp.ts'), []);
  assert.deepEqual(rulesOf('packages/paycode/src/foundation.ts'), ['arrow from packages/paycode']);
  assert.deepEqual(rulesOf('packages/foundation/src/pino.ts'), ['not declared', 'pure']);
});

test('no import hides by its form', () => {
  const forms = Object.keys(planted).filter((path) => path.startsWith('packages/foundation/src/as-'));
  assert.equal(forms.length, 9);
  for (const path of forms) assert.deepEqual(rulesOf(path), ['arrow from packages/foundation'], path);
  // What a package does not export is not found at all.
  assert.deepEqual(rulesOf('packages/foundation/src/inside.ts'), ['not declared', 'pure']);
  assert.deepEqual(rulesOf('packages/foundation/src/in-words.ts'), []);
});

test('neither server imports the other, both meet in the verification contract, and packages never import apps', () => {
  assert.deepEqual(rulesOf('packages/authentication-server/src/platform.ts'), [
    'arrow from packages/authentication-server',
  ]);
  assert.deepEqual(rulesOf('packages/payment-platform/src/server.ts'), [
    'arrow from packages/payment-platform',
  ]);
  assert.deepEqual(rulesOf('packages/authentication-server/src/contract.ts'), []);
  assert.deepEqual(rulesOf('packages/payment-platform/src/contract.ts'), []);
  assert.deepEqual(rulesOf('packages/verification-contract/src/server.ts'), [
    'arrow from packages/verification-contract',
  ]);
  assert.deepEqual(rulesOf('packages/integrity/src/server.ts'), ['arrow from packages/integrity']);
  assert.deepEqual(rulesOf('packages/payment-platform/src/app.ts'), ['arrow from packages/payment-platform']);
});

test('only the postgres package opens connections', () => {
  const rule = 'only the package postgres opens connections';
  assert.deepEqual(rulesOf('packages/postgres/src/driver.ts'), []);
  assert.ok(rulesOf('packages/payment-platform/src/driver.ts').includes(rule));
  assert.ok(rulesOf('packages/payment-platform/src/driver.test.ts').includes(rule));
});

test('an outcome is recorded through its one writer', () => {
  assert.deepEqual(rulesOf('packages/payment-platform/src/outcomes/record-outcome.ts'), []);
  assert.deepEqual(rulesOf('packages/payment-platform/src/through-the-door.ts'), []);
  assert.deepEqual(rulesOf('packages/payment-platform/src/around-the-door.ts'), [
    'an outcome has one writer',
  ]);
});

test('no relative import leaves its own package, and a package does not import itself by name', () => {
  assert.deepEqual(rulesOf('packages/payment-platform/src/leaves.ts'), ['import that leaves its package']);
  assert.deepEqual(rulesOf('packages/postgres/src/own-name.ts'), ['own name']);
});

test('only what package.json declares is imported, and development dependencies by tests alone', () => {
  assert.deepEqual(rulesOf('packages/payment-platform/src/undeclared.ts'), ['not declared']);
  assert.deepEqual(rulesOf('packages/payment-platform/src/for-tests.ts'), [
    'development dependency outside of tests',
  ]);
  assert.deepEqual(rulesOf('packages/payment-platform/src/declared.ts'), []);
});

test('tests may import built-ins and development dependencies, and no package beyond the arrows', () => {
  assert.deepEqual(rulesOf('packages/otp/src/in-a.test.ts'), []);
  assert.deepEqual(rulesOf('packages/otp/src/testing/vectors.ts'), []);
  assert.deepEqual(rulesOf('packages/otp/src/wrong-arrow.test.ts'), ['arrow from packages/otp']);
});

test('helpers of tests stay in tests', () => {
  assert.deepEqual(rulesOf('packages/payment-platform/src/helper.test.ts'), []);
  assert.deepEqual(rulesOf('packages/payment-platform/src/helper.ts'), ['helpers of tests stay in tests']);
});

test('what the main entry of a terminal reaches runs in a browser', () => {
  assert.deepEqual(rulesOf('packages/payer-terminal/src/index.ts'), ['browser']);
  assert.deepEqual(rulesOf('packages/payer-terminal/src/node/store.ts'), []);
});

test('a circle of types alone is a circle', () => {
  assert.deepEqual(rulesOf('packages/postgres/src/one.ts'), ['circle']);
});

test('a package that is not in the table of arrows is noticed', () => {
  assert.deepEqual(rulesOf('packages/newcomer/src/index.ts'), ['package without arrows']);
});

/** The rules of eslint.config.js about names and imports that a text breaks where it stands. */
async function lint(path: string, text: string): Promise<readonly string[]> {
  const eslint = new ESLint({ cwd: houseRoot });
  const { rules = {} } = (await eslint.calculateConfigForFile(path)) as Linter.Config;
  const chosen = Object.entries(rules).filter(([name]) => /no-restricted-|^max-lines$/.test(name));
  const config = {
    files: ['**/*.ts'],
    languageOptions: { parser: tseslint.parser },
    plugins: { '@typescript-eslint': tseslint.plugin },
    rules: Object.fromEntries(chosen),
  } as Linter.Config;
  const messages = new Linter({ cwd: houseRoot }).verify(text, config, join(houseRoot, path));
  return messages.map(({ ruleId, message }) => ruleId ?? message);
}

test('otp, paycode and foundation use no name that only Node or only a page has', async () => {
  for (const name of ['otp', 'paycode', 'foundation']) {
    const path = `packages/${name}/src/bytes/hex.ts`;
    for (const text of [
      "export const hex = Buffer.from('a').toString('hex');",
      'export const home = process.env.HOME;',
      'export const title = document.title;',
    ])
      assert.deepEqual(await lint(path, text), ['no-restricted-globals'], text);
    const asType = 'export function f(bytes: Buffer): void {}';
    assert.deepEqual(await lint(path, asType), ['@typescript-eslint/no-restricted-types']);
    const ownNames = 'export const inside = (window: number): boolean => window > 0;';
    assert.deepEqual(await lint(path, ownNames), []);
    assert.deepEqual(await lint(path, 'export const answer = { process: 1 }.process;'), []);
    assert.deepEqual(await lint(`packages/${name}/src/bytes/hex.test.ts`, 'Buffer.alloc(1);'), []);
  }
});

test('built-ins carry their prefix, and what is imported is a literal', async () => {
  const path = 'apps/tally/src/tally.ts';
  assert.deepEqual(await lint(path, "import fs from 'fs';"), ['no-restricted-imports']);
  assert.deepEqual(await lint(path, "import fs from 'node:fs';"), []);
  for (const text of [
    "const name = 'x'; await import(name);",
    'await import(`./${1}.ts`);',
    'require(name);',
  ])
    assert.deepEqual(await lint(path, text), ['no-restricted-syntax'], text);
  const ours = "import.meta.resolve('@tallystick/paycode');";
  assert.deepEqual(await lint(path, ours), ['no-restricted-syntax']);
  assert.deepEqual(await lint(path, 'import.meta.resolve(`binaries-${platform}`);'), []);
});

test('a long file is found, and a test may be longer', async () => {
  const lines = (count: number): string => 'export {};\n'.repeat(count);
  const path = 'packages/otp/src/planted.ts';
  assert.deepEqual(await lint(path, lines(300)), []);
  assert.deepEqual(await lint(path, lines(301)), ['max-lines']);
  assert.deepEqual(await lint('packages/otp/src/a.test.ts', lines(400)), []);
  assert.deepEqual(await lint('tests/race/race.ts', lines(401)), ['max-lines']);
});
