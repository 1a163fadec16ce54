import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { readFileSync, readdirSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
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

/** A file and everything that it imports, over any number of files. */
function reachedFrom(entry: string): readonly string[] {
  const reached = [entry];
  for (const path of reached) {
    for (const [, target = ''] of codeOf(path).matchAll(/\bfrom '(\.{1,2}\/[^']*)'/g)) {
      const imported = join(dirname(path), target);
      if (!reached.includes(imported)) reached.push(imported);
    }
  }
  return reached;
}

/** Old engines lack them, or a device has no room for what grows with them. */
const notOnDevices = /\b(BigInt\w*|Map|Set|WeakMap|WeakRef|async|await|Promise)\b|\b[0-9]+n\b/;

const devicePath = reachedFrom('index.ts');

test('what a device imports does without BigInt, Map, Set and async', () => {
  assert.ok(devicePath.length > 50);
  for (const path of devicePath) assert.doesNotMatch(codeOf(path), notOnDevices, path);
});

test('every file is on the device path, except for what is asynchronous by nature', () => {
  const others = sourceFiles.filter((path) => !devicePath.includes(path));
  assert.deepEqual(
    others.filter((path) => dirname(path) !== 'webcrypto'),
    [],
  );
  // The rule can fail: those that are not on the device path break it.
  assert.ok(others.some((path) => notOnDevices.test(codeOf(path))));
});

test('nothing asks for the time, for randomness or for a console, which a pure function must not', () => {
  const banned = /Math\.random|Date\.now|new Date\(\)|console\.|crypto\.subtle|getRandomValues/;
  for (const path of sourceFiles) assert.doesNotMatch(codeOf(path), banned, path);
});
