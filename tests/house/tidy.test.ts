import assert from 'node:assert/strict';
import { test } from 'node:test';

import { errorRegistry } from '@tallystick/foundation';

import { assertNoViolations, type HouseFile, type Violation } from './house-file.ts';
import { readHouseFiles } from './read-house-files.ts';
import { checkEnvironment } from './tidy/check-environment.ts';
import { checkErrorCodes } from './tidy/check-error-codes.ts';
import { checkLanguage } from './tidy/check-language.ts';
import { checkLengths } from './tidy/check-lengths.ts';
import { checkOutcomeWriter } from './tidy/check-outcome-writer.ts';
import { checkReadmes } from './tidy/check-readmes.ts';
import { checkStatements } from './tidy/check-statements.ts';
import { checkLockFile, checkTraces } from './tidy/check-traces.ts';

const houseFiles = readHouseFiles();
const scripts = houseFiles.filter(({ path }) => /^(packages|apps|tests|bench)\/.*\.tsx?$/.test(path));

test('in this house functions and lines are short', () => assertNoViolations(scripts.flatMap(checkLengths)));

test('in this house there is no `any`, no default export and no unfinished work', () => {
  assertNoViolations(scripts.flatMap(checkLanguage));
});

test('in this house every error is in the registry, and every entry of the registry can happen', () => {
  assertNoViolations(checkErrorCodes(houseFiles, new Set(Object.keys(errorRegistry))));
});

test('in this house a prepared statement’s name has one text', () =>
  assertNoViolations(checkStatements(houseFiles)));

test('in this house an outcome has one writer', () => assertNoViolations(checkOutcomeWriter(houseFiles)));

test('in this house no file holds a secret or a trace of a machine', () => {
  assertNoViolations(houseFiles.flatMap(checkTraces));
  assertNoViolations(
    houseFiles.filter(({ path }) => path.endsWith('package-lock.json')).flatMap(checkLockFile),
  );
});

test('in this house variables of the environment are read in one place', () => {
  assertNoViolations(houseFiles.flatMap(checkEnvironment));
});

test('in this house every package has a README', () => assertNoViolations(checkReadmes(houseFiles)));

function planted(text: string, path = 'packages/paycode/src/planted.ts'): HouseFile {
  return { path, text };
}

function rulesOf(violations: readonly Violation[]): readonly string[] {
  return violations.map(({ rule }) => rule);
}

test('a long function is found, whatever its form', () => {
  const body = '  go();\n'.repeat(69);
  assert.deepEqual(rulesOf(checkLengths(planted(`function f() {\n${body}}`))), ['function-length']);
  assert.deepEqual(rulesOf(checkLengths(planted(`const f = () => {\n${body}};`))), ['function-length']);
  assert.deepEqual(rulesOf(checkLengths(planted(`class A { m() {\n${body}} }`))), ['function-length']);
  assert.deepEqual(rulesOf(checkLengths(planted(`function f() {\n${'  go();\n'.repeat(68)}}`))), []);
});

test('a function that holds others is measured without them, up to a point', () => {
  const inner = (lines: number): string => `  const g = () => {\n${'    go();\n'.repeat(lines)}  };\n`;
  const outer = (...inners: readonly string[]): HouseFile => planted(`function f() {\n${inners.join('')}}`);
  assert.deepEqual(rulesOf(checkLengths(outer(inner(60), inner(60)))), []);
  assert.deepEqual(rulesOf(checkLengths(outer(inner(60), inner(60), inner(60)))), ['function-length']);
  assert.deepEqual(rulesOf(checkLengths(outer(inner(60), '  go();\n'.repeat(70)))), ['function-length']);
  assert.deepEqual(rulesOf(checkLengths(outer(inner(69)))), ['function-length']);
});

test('a long line is found, unless it holds a long string or a URL', () => {
  assert.deepEqual(rulesOf(checkLengths(planted(`// ${'words '.repeat(30)}`))), ['line-length']);
  assert.deepEqual(rulesOf(checkLengths(planted(`/** ${'words '.repeat(30)}*/`))), ['line-length']);
  assert.deepEqual(rulesOf(checkLengths(planted(`// ${'é'.repeat(122)}`))), []);
  assert.deepEqual(rulesOf(checkLengths(planted(`// https://example.org/${'a'.repeat(120)}`))), []);
  assert.deepEqual(rulesOf(checkLengths(planted(`const text = '${'words '.repeat(30)}';`))), []);
});

test('default exports are found in each of their forms', () => {
  for (const text of [
    'export default 1;',
    'export default function f() {}',
    'const a = 1; export { a as default };',
    'export = 1;',
  ]) {
    assert.deepEqual(rulesOf(checkLanguage(planted(text))), ['default-export'], text);
  }
});

test('`any` is found as a type and not as a word', () => {
  assert.deepEqual(rulesOf(checkLanguage(planted('export const a = (b: any[]) => b;'))), ['any']);
  assert.deepEqual(rulesOf(checkLanguage(planted('// any\nexport const any = "any";'))), []);
});

test('suppressed checks and unfinished work are found in comments and not in strings', () => {
  const suppressed = ['@ts-ignore', '@ts-nocheck', '@ts-expect-error', 'eslint-disable-next-line'];
  for (const word of suppressed) {
    assert.deepEqual(rulesOf(checkLanguage(planted(`// ${word}\nexport {};`))), ['suppressed'], word);
  }
  for (const word of ['TODO', 'FIXME', 'XXX', 'HACK']) {
    assert.deepEqual(
      rulesOf(checkLanguage(planted(`export const a = 1; /* ${word} */`))),
      ['unfinished'],
      word,
    );
    assert.deepEqual(
      rulesOf(checkLanguage(planted(`function f() {\n  // ${word}\n}`))),
      ['unfinished'],
      word,
    );
    assert.deepEqual(rulesOf(checkLanguage(planted(`export const a = '// ${word}';`))), [], word);
    assert.deepEqual(
      rulesOf(checkLanguage(planted('const a = `${1} // WORD`;'.replace('WORD', word)))),
      [],
      word,
    );
  }
});

test('only the output folder of an app and tests write to the console', () => {
  const text = 'console.log(1);';
  assert.deepEqual(rulesOf(checkLanguage(planted(text))), ['console']);
  assert.deepEqual(rulesOf(checkLanguage(planted(text, 'apps/tally/src/start/start.ts'))), ['console']);
  assert.deepEqual(rulesOf(checkLanguage(planted(text, 'apps/tally/src/output/output.ts'))), []);
  assert.deepEqual(rulesOf(checkLanguage(planted(text, 'bench/run.ts'))), []);
});

test('a test that silences the others is found', () => {
  assert.deepEqual(rulesOf(checkLanguage(planted("test.only('a', () => {});", 'tests/a.test.ts'))), ['only']);
});

test('an error code outside the registry and an entry that nothing names are found', () => {
  const codes = new Set(['code_used', 'never_used']);
  const file = planted("throw new TallyError('code_used'); throw new TallyError('made_up');");
  const violations = checkErrorCodes([file], codes);
  assert.deepEqual(rulesOf(violations), ['unknown-code', 'unused-code']);
  assert.match(violations[0]?.message ?? '', /made_up/);
  assert.match(violations[1]?.message ?? '', /never_used/);
  const onlyTested = planted("throw new TallyError('code_used');", 'packages/paycode/src/a.test.ts');
  assert.deepEqual(rulesOf(checkErrorCodes([onlyTested], new Set(['code_used']))), ['unused-code']);
  const onlyListed = planted("export const words = { 'x-problems': ['code_used'] };");
  assert.deepEqual(rulesOf(checkErrorCodes([onlyListed], new Set(['code_used']))), ['unused-code']);
});

test('two texts under the name of one prepared statement are found', () => {
  const statement = (text: string): string =>
    `export const s = { name: 'platform.x', text: \`${text}\`, values: [] };`;
  const first = planted(statement('SELECT 1'), 'packages/postgres/src/a.ts');
  const same = planted(statement('SELECT\n  1'), 'packages/postgres/src/b.ts');
  const other = planted(statement('SELECT 2'), 'packages/postgres/src/c.ts');
  assert.deepEqual(rulesOf(checkStatements([first, same])), []);
  assert.deepEqual(rulesOf(checkStatements([first, other])), ['statement-name']);
  const unnamed = (text: string): HouseFile => planted(`send({ name: '', text: '${text}', values: [] });`);
  assert.deepEqual(rulesOf(checkStatements([unnamed('BEGIN'), unnamed('COMMIT')])), []);
});

test('a second writer of an outcome is found, in whatever form its statement has', () => {
  const platform = 'packages/payment-platform/src';
  const rulesIn = (text: string, path = `${platform}/payments/pay.ts`): readonly string[] =>
    rulesOf(checkOutcomeWriter([planted(`export const text = ${text};`, path)]));
  for (const text of [
    "'UPDATE platform.payments SET refunded = 0'",
    '`INSERT INTO platform.payments (bucket) SELECT ${1}`',
    '`WITH old AS (SELECT 1) delete\n  from platform.entries`',
    "'INSERT INTO platform.refunds VALUES (1)'",
    "'INSERT INTO platform.top_ups VALUES (1)'",
    "'UPDATE platform.orders SET paid = 1'",
    "'UPDATE platform.accounts AS account SET balance = 1'",
    "'INSERT INTO platform.accounts (bucket, balance) VALUES (1, 1)'",
    "'INSERT INTO platform.orders (bucket, paid) VALUES (1, 1)'",
    "'INSERT INTO platform.orders (bucket) VALUES (1) ON CONFLICT DO UPDATE SET total = 1'",
    '`DELETE FROM platform.${table}`',
    "'MERGE INTO platform.orders USING x'",
    "'TRUNCATE platform.entries'",
  ]) {
    assert.deepEqual(rulesIn(text), ['outcome-writer'], text);
    assert.deepEqual(rulesIn(text, `${platform}/outcomes/write-payments.ts`), [], text);
    assert.deepEqual(rulesIn(text, `${platform}/payments/pay.test.ts`), [], text);
    assert.deepEqual(rulesIn(text, 'apps/tally/src/start/start.ts'), ['outcome-writer'], text);
  }
  for (const text of [
    "'SELECT * FROM platform.payments FOR UPDATE'",
    "'INSERT INTO platform.accounts (bucket, floor) VALUES (1, 0)'",
    "'INSERT INTO platform.orders (bucket, total) VALUES (1, 0) ON CONFLICT DO NOTHING'",
    "'INSERT INTO platform.payments_in_work VALUES (1)'",
    "'UPDATE platform.tills SET name = 1'",
  ])
    assert.deepEqual(rulesIn(text), [], text);
});

test('paths of a machine, registry addresses and secrets are found', () => {
  const rulesIn = (text: string): readonly string[] => rulesOf(checkTraces(planted(text, 'docs/a.md')));
  assert.deepEqual(rulesIn(`see ${['', 'home', 'ann', 'tally'].join('/')}`), ['machine-path']);
  assert.deepEqual(rulesIn(`see https://example.org${['', 'home', 'ann'].join('/')}`), []);
  assert.deepEqual(rulesIn(`from ${['https:', '', 'registry.example.org', 'pg'].join('/')}`), [
    'registry-host',
  ]);
  assert.deepEqual(rulesIn(`a\n${'registry'} = here`), ['registry-host']);
  assert.deepEqual(rulesIn(['-----BEGIN', 'PRIVATE', 'KEY-----'].join(' ')), ['secret']);
  assert.deepEqual(rulesIn(`till_${'a'.repeat(43)}`), ['secret']);
  const lock = planted('{ "resolved": "https://example.org/a.tgz" }', 'package-lock.json');
  assert.deepEqual(rulesOf(checkLockFile(lock)), ['lock-resolved']);
});

test('a variable that is read elsewhere is found, whatever the form', () => {
  const forms = [
    "export const a = process.env['TALLY_DATA'];",
    'export const a = process.env;',
    "export const a = globalThis.process.env['HOME'];",
    "export const a = process['env'];",
    'export const { env } = process;',
    'export const { env: { HOME } } = process;',
    "import { env } from 'node:process';",
    "import { env as variables } from 'node:process';",
    "import { homedir } from 'node:os';",
    "import os from 'node:os'; export const home = os.homedir();",
  ];
  const path = 'apps/tally/src/start/start.ts';
  for (const form of forms)
    assert.deepEqual(rulesOf(checkEnvironment(planted(form, path))), ['environment'], form);
  assert.deepEqual(rulesOf(checkEnvironment(planted("export const f = (io) => io.env['HOME'];", path))), []);
  assert.deepEqual(rulesOf(checkEnvironment(planted('process.env;', 'apps/tally/src/a.test.ts'))), []);
});

test('a package without a README is found', () => {
  const manifest = planted('{}', 'packages/paycode/package.json');
  assert.deepEqual(rulesOf(checkReadmes([manifest])), ['readme']);
  assert.deepEqual(rulesOf(checkReadmes([manifest, planted('# a', 'packages/paycode/README.md')])), []);
});
