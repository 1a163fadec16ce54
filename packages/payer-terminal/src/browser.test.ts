import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';

/** All files that a program loads which imports the package by its bare name. */
function filesBehind(path: string, seen = new Set<string>()): ReadonlySet<string> {
  if (seen.has(path)) return seen;
  seen.add(path);
  for (const specifier of importsOf(path)) {
    if (specifier.startsWith('.')) filesBehind(fileURLToPath(new URL(specifier, `file://${path}`)), seen);
  }
  return seen;
}

function importsOf(path: string): readonly string[] {
  const source = readFileSync(path, 'utf8');
  return Array.from(source.matchAll(/from '([^']+)'/g), ([, specifier = '']) => specifier);
}

test('the core needs nothing of Node, so that it runs in a browser', () => {
  const files = filesBehind(fileURLToPath(new URL('./index.ts', import.meta.url)));
  assert.ok(files.size > 20);
  for (const path of files) {
    assert.deepEqual(
      importsOf(path).filter((specifier) => specifier.startsWith('node:')),
      [],
    );
    assert.doesNotMatch(readFileSync(path, 'utf8'), /\bBuffer\.|\bprocess\./);
  }
});
