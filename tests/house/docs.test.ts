import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';

import { errorRegistry } from '@tallystick/foundation';

import { checkDependencies } from './docs/check-dependencies.ts';
import { checkLinks } from './docs/check-links.ts';
import { errorsPage } from './docs/errors-page.ts';
import { runShellSession, runTypeScript } from './docs/run-snippets.ts';
import { fitsOutput, snippetsOf } from './docs/snippets-of.ts';
import { assertNoViolations, type HouseFile, type Violation } from './house-file.ts';
import { houseRoot, readHouseFiles } from './read-house-files.ts';

const houseFiles = readHouseFiles();
const documents = houseFiles.filter(({ path }) => path.endsWith('.md'));

test('docs/errors.md says what the registry says (npm run docs:errors writes it)', async () => {
  const page = documents.find(({ path }) => path === 'docs/errors.md');
  assert.equal(page?.text, await errorsPage(errorRegistry));
});

test('docs/dependencies.md has a line for every dependency, and every version is exact', () => {
  assertNoViolations(checkDependencies(houseFiles));
});

test('relative links in the documents lead somewhere', () => {
  assertNoViolations(checkLinks(documents, (path) => existsSync(join(houseRoot, path))));
});

test('every decision record stands in the index of docs/adr', () => {
  const index = documents.find(({ path }) => path === 'docs/adr/README.md')?.text ?? '';
  const records = documents.filter(({ path }) => /^docs\/adr\/\d{4}-/.test(path));
  assert.ok(records.length > 0);
  for (const { path } of records) assert.ok(index.includes(`(${path.slice('docs/adr/'.length)})`), path);
});

for (const document of documents) {
  const snippets = snippetsOf(document);
  const session = snippets.filter(({ language }) => language === 'sh');

  for (const snippet of snippets.filter(({ language }) => language === 'ts')) {
    test(`${document.path}:${snippet.line} runs and prints what it says`, async () => {
      const { exitCode, stdout, stderr } = await runTypeScript(snippet);
      assert.equal(exitCode, 0, stderr);
      assert.ok(fitsOutput(stdout, snippet.output ?? ''), `it printed:\n${stdout}`);
    });
  }
  if (session.length === 0) continue;
  test(`the commands of ${document.path} run in their order and print what it says`, async () => {
    const { exitCode, printed, stderr } = await runShellSession(session);
    assert.equal(exitCode, 0, `block ${printed.length} of ${session.length} failed: ${stderr}`);
    session.forEach(({ line, output }, index) => {
      const text = printed[index] ?? '';
      if (output !== undefined)
        assert.ok(fitsOutput(text, output), `${document.path}:${line} printed:\n${text}`);
    });
  });
}

function planted(path: string, ...lines: readonly string[]): HouseFile {
  return { path, text: `${lines.join('\n')}\n` };
}

function rulesOf(violations: readonly Violation[]): readonly string[] {
  return violations.map(({ rule }) => rule);
}

test('only blocks that say so are run, with what they should print', () => {
  const document = planted(
    'a.md',
    '```ts',
    'never',
    '```',
    '```ts run',
    'console.log(1); // 1',
    '```',
    '```sh run',
    'echo one',
    '```',
    '```text output',
    'o…e',
    '```',
    '````sh',
    '```sh run',
    '```',
    '````',
  );
  assert.deepEqual(
    snippetsOf(document).map(({ line, language, output }) => ({ line, language, output })),
    [
      { line: 4, language: 'ts', output: '1\n' },
      { line: 7, language: 'sh', output: 'o…e\n' },
    ],
  );
});

test('a snippet that prints something else, or fails, is noticed', async () => {
  const [snippet] = snippetsOf(planted('a.md', '```ts run', 'console.log(1 + 1); // 3', '```'));
  assert.ok(snippet !== undefined);
  const { exitCode, stdout } = await runTypeScript(snippet);
  assert.equal(exitCode, 0);
  assert.ok(!fitsOutput(stdout, snippet.output ?? ''));
  assert.notEqual((await runTypeScript({ ...snippet, code: "import 'no-such-module';" })).exitCode, 0);
});

test('the shell blocks of a document are one session, which ends what it started', async () => {
  const document = planted(
    'a.md',
    '```sh run',
    'name=ann',
    'sleep 100 &',
    '```',
    '```sh run',
    'echo $name',
    '```',
  );
  const { exitCode, printed } = await runShellSession(snippetsOf(document));
  assert.equal(exitCode, 0);
  assert.deepEqual(printed, ['', 'ann\n']);
  const failing = snippetsOf(planted('a.md', '```sh run', 'false', 'echo not reached', '```'));
  assert.deepEqual((await runShellSession(failing)).printed, ['']);
  assert.notEqual((await runShellSession(failing)).exitCode, 0);
});

test('output is compared line by line, and an ellipsis stands for anything within a line', () => {
  assert.ok(fitsOutput('paid 12.50 EUR, id A7\ndone\n', 'paid 12.50 EUR, id …\ndone\n'));
  assert.ok(!fitsOutput('paid 12.50 EUR\ndone\nmore\n', 'paid …\ndone\n'));
  assert.ok(!fitsOutput('a.b', 'a…c'));
  assert.ok(!fitsOutput('axb', 'a.b'));
});

test('a link that leads nowhere is found, also by its heading', () => {
  const target = planted('docs/b.md', '# First part', '## `tally till`: pay', '```', '# no heading', '```');
  const rulesIn = (...lines: readonly string[]): readonly string[] =>
    rulesOf(checkLinks([planted('docs/a.md', ...lines), target], (path) => /^docs\/[ab]\.md$/.test(path)));
  assert.deepEqual(
    rulesIn('[b](b.md) [b](./b.md#first-part) [b](b.md#tally-till-pay) [x](https://example.org/x)'),
    [],
  );
  assert.deepEqual(rulesIn('[c](c.md)'), ['link']);
  assert.deepEqual(rulesIn('[b](b.md#second-part)'), ['link']);
  assert.deepEqual(rulesIn('[b](b.md#no-heading)'), ['link']);
  assert.deepEqual(rulesIn('[b]: ../b.md'), ['link']);
  assert.deepEqual(rulesIn('```', '[c](c.md)', '```', '`[c](c.md)`'), []);
});

test('a range, a missing line, a wrong version and a left-over line are found', () => {
  const manifest = (version: string): HouseFile =>
    planted('packages/a/package.json', `{"dependencies":{"pg":"${version}"}}`);
  const page = (...rows: readonly string[]): HouseFile => planted('docs/dependencies.md', ...rows);
  const good = '| `pg` | 8.23.1 | MIT | the driver of the database, pipelined |';
  assert.deepEqual(rulesOf(checkDependencies([manifest('8.23.1'), page(good)])), []);
  assert.deepEqual(rulesOf(checkDependencies([manifest('^8.23.1'), page(good)])), ['exact', 'version']);
  assert.deepEqual(rulesOf(checkDependencies([manifest('8.23.1'), page()])), ['undocumented']);
  assert.deepEqual(rulesOf(checkDependencies([manifest('8.24.0'), page(good)])), ['version']);
  assert.deepEqual(rulesOf(checkDependencies([manifest('8.23.1'), page('| `pg` | 8.23.1 | MIT | |')])), [
    'why',
  ]);
  const leftOver = '| `left-pad` | 1.0.0 | MIT | pads text to the left side |';
  assert.deepEqual(rulesOf(checkDependencies([manifest('8.23.1'), page(good, leftOver)])), ['left-over']);
});
