import assert from 'node:assert/strict';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { gzipSync } from 'node:zlib';

import { build, stop } from 'esbuild-wasm';

import { buildPackage } from '../../packages/otp/build/build-package.ts';
import { tableOf } from './readme-table.ts';

const readmePath = join(import.meta.dirname, '..', '..', 'packages', 'otp', 'README.md');

/** What a program takes from the package, by the words of the README. */
const programs: Readonly<Record<string, string>> = {
  'one TOTP or HOTP code, `node:crypto`': 'export { hmacWithNode, makeTotp } from "./index.js";',
  'one TOTP or HOTP code, own SHA-1': 'export { hmacWithSha1, makeTotp } from "./index.js";',
  'verifying TOTP, own SHA-1': 'export { hmacWithSha1, verifyTotp } from "./index.js";',
  'one OCRA code, own SHA-256': 'export { hmacWithSha256, makeOcra, ocraSuite } from "./index.js";',
  everything: 'export * from "./index.js"; export * from "./webcrypto/index.js";',
};

/** “Make one code” with our own hash and nothing left out. */
const limits: Readonly<Record<string, number>> = {
  'one TOTP or HOTP code, `node:crypto`': 3_000,
  'one TOTP or HOTP code, own SHA-1': 3_000,
};

/** Bytes of each program, bundled and minified by one run of esbuild, then compressed. */
async function compressedSizes(): Promise<ReadonlyMap<string, number>> {
  const folder = await mkdtemp(join(tmpdir(), 'tallystick-size-'));
  try {
    await buildPackage(folder);
    const names = Object.keys(programs);
    const entryPoints = names.map((_, index) => join(folder, `program-${index}.js`));
    for (const [index, file] of entryPoints.entries())
      await writeFile(file, programs[names[index] ?? ''] ?? '');
    const options = { bundle: true, minify: true, format: 'esm', target: 'es2020', write: false } as const;
    const { outputFiles } = await build({ entryPoints, outdir: folder, ...options });
    return new Map(
      names.map((name, index) => {
        const output = outputFiles.find(({ path }) => path.endsWith(`program-${index}.js`));
        return [name, gzipSync(output?.contents ?? new Uint8Array()).length];
      }),
    );
  } finally {
    await stop();
    await rm(folder, { recursive: true, force: true });
  }
}

test('what is not used is shaken off, and the README tells the true sizes', async () => {
  const sizes = await compressedSizes();
  const rows = tableOf(await readFile(readmePath, 'utf8'), 'What a program takes');
  const measured = Array.from(sizes, ([name, bytes]) => [name, `${(bytes / 1000).toFixed(1)} kB`]);
  assert.deepEqual(rows, measured);
  for (const [name, limit] of Object.entries(limits)) {
    const size = sizes.get(name) ?? 0;
    assert.ok(size > 300 && size < limit, `${name}: ${size} bytes, ${limit} at most`);
  }
});
