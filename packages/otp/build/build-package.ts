import { execFile } from 'node:child_process';
import { copyFile, mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { promisify } from 'node:util';

import { publishedManifest } from './published-manifest.ts';

const run = promisify(execFile);
const packageFolder = join(import.meta.dirname, '..');
const licenceFile = join(packageFolder, '..', '..', 'LICENSE');

/**
 * Fills a folder with what is published: plain JavaScript with its types, the package.json that belongs to these, README
 * and licence. What was in the folder before is gone.
 */
export async function buildPackage(folder: string): Promise<void> {
  await rm(folder, { recursive: true, force: true });
  await mkdir(folder, { recursive: true });
  await compile(folder);
  await pointDeclarationsAtJavaScript(folder);
  const manifest = publishedManifest(await readFile(join(packageFolder, 'package.json'), 'utf8'));
  await writeFile(join(folder, 'package.json'), `${JSON.stringify(manifest, undefined, 2)}\n`);
  await copyFile(join(packageFolder, 'README.md'), join(folder, 'README.md'));
  await copyFile(licenceFile, join(folder, 'LICENSE'));
}

async function compile(folder: string): Promise<void> {
  const compiler = createRequire(import.meta.url).resolve('typescript/bin/tsc');
  const project = join(packageFolder, 'tsconfig.build.json');
  await run(process.execPath, [compiler, '-p', project, '--outDir', folder]);
}

/** The compiler rewrites `./x.ts` in JavaScript only; not every compiler of a user takes `.ts` in declarations. */
async function pointDeclarationsAtJavaScript(folder: string): Promise<void> {
  const paths = await readdir(folder, { recursive: true });
  for (const path of paths.filter((each) => each.endsWith('.d.ts'))) {
    const file = join(folder, path);
    const text = await readFile(file, 'utf8');
    await writeFile(file, text.replaceAll(/(from '|import\(["'])(\.{1,2}\/[^'"]+)\.ts(?=['"])/g, '$1$2.js'));
  }
}
