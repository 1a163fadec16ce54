import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { readFileSync, readdirSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { test } from 'node:test';

import { houseRoot } from './read-house-files.ts';

// Both run anywhere: on a server, in a browser, in a small device’s JavaScript engine.
const packages = [
  { folder: 'packages/otp', offDevice: ['webcrypto'] },
  { folder: 'packages/paycode', offDevice: [] as readonly string[] },
];

/** Old engines lack them, or a device has no room for what grows with them. */
const notOnDevices = /\b(BigInt\w*|Map|Set|WeakMap|WeakRef|async|await|Promise)\b|\b[0-9]+n\b/;

/** A pure function asks for none of these. */
const impure = /Math\.random|Date\.now|new Date\(\)|console\.|crypto\.subtle|getRandomValues/;

for (const { folder, offDevice } of packages) {
  const sourceFolder = join(houseRoot, folder, 'src');
  const sourceFiles = readdirSync(sourceFolder, { recursive: true, encoding: 'utf8' }).filter(
    (path) => path.endsWith('.ts') && !path.endsWith('.test.ts'),
  );

  /** Source without comments, in which such words may stand. */
  const codeOf = (path: string): string =>
    readFileSync(join(sourceFolder, path), 'utf8')
      .replace(/\/\*.*?\*\//gs, '')
      .replace(/^\s*\/\/.*$/gm, '');

  const devicePath = reachedFrom('index.ts', codeOf);

  test(`${folder} compiles against the bare language: no DOM, no Node`, () => {
    const compiler = createRequire(import.meta.url).resolve('typescript/bin/tsc');
    const arguments_ = [compiler, '--noEmit', '-p', join(houseRoot, folder, 'tsconfig.json')];
    const { stdout, stderr, status } = spawnSync(process.execPath, arguments_, { encoding: 'utf8' });
    assert.equal(stdout + stderr, '');
    assert.equal(status, 0);
  });

  test(`what a device imports of ${folder} does without BigInt, Map, Set and async`, () => {
    assert.ok(devicePath.length > 20);
    for (const path of devicePath) assert.doesNotMatch(codeOf(path), notOnDevices, path);
  });

  test(`every file of ${folder} is on the device path, except for what is asynchronous by nature`, () => {
    const others = sourceFiles.filter((path) => !devicePath.includes(path));
    assert.deepEqual(
      others.filter((path) => !offDevice.includes(dirname(path))),
      [],
    );
    // The rule can fail: those that are not on the device path break it.
    assert.equal(
      others.some((path) => notOnDevices.test(codeOf(path))),
      offDevice.length > 0,
    );
  });

  test(`nothing in ${folder} asks for the time, for randomness or for a console`, () => {
    for (const path of sourceFiles) assert.doesNotMatch(codeOf(path), impure, path);
  });
}

/** A file and everything of its own package that it imports, over any number of files. */
function reachedFrom(entry: string, codeOf: (path: string) => string): readonly string[] {
  const reached = [entry];
  for (const path of reached) {
    for (const [, target = ''] of codeOf(path).matchAll(/\bfrom '(\.{1,2}\/[^']*)'/g)) {
      const imported = join(dirname(path), target);
      if (!reached.includes(imported)) reached.push(imported);
    }
  }
  return reached;
}
