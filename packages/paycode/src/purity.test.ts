import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { readFileSync, readdirSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';

// The package runs anywhere: on a server, in a browser, in a small device’s JavaScript engine.

const sourceFolder = fileURLToPath(new URL('.', import.meta.url));

const sourceFiles = readdirSync(sourceFolder, { recursive: true, encoding: 'utf8' }).filter(
  (path) => path.endsWith('.ts') && !path.endsWith('.test.ts'),
);

/** Source without comments, in which such words may stand. */
function codeOf(path: string): string {
  return readFileSync(join(sourceFolder, path), 'utf8')
    .replace(/\/\*.*?\*\//gs, '')
    .replace(/^\s*\/\/.*$/gm, '');
}

test('the package compiles against the bare language: no DOM, no Node', () => {
  const compiler = createRequire(import.meta.url).resolve('typescript/bin/tsc');
  const project = fileURLToPath(new URL('../tsconfig.json', import.meta.url));
  const result = spawnSync(process.execPath, [compiler, '--noEmit', '-p', project], { encoding: 'utf8' });
  assert.equal(result.stdout + result.stderr, '');
  assert.equal(result.status, 0);
});

test('it imports nothing but its own files', () => {
  assert.ok(sourceFiles.length > 30);
  for (const path of sourceFiles) {
    const outside = [...codeOf(path).matchAll(/\bfrom '(?!\.{1,2}\/)[^']*'|\bimport\(|\brequire\(/g)];
    assert.deepEqual(outside.map(String), [], path);
  }
});

test('it does without what old devices lack and a pure function must not use', () => {
  const banned =
    /\b(BigInt|Map|async|await|Promise)\b|\b[0-9]+n\b|Math\.random|Date\.now|new Date\(\)|console\./;
  for (const path of sourceFiles) assert.doesNotMatch(codeOf(path), banned, path);
});
