import assert from 'node:assert/strict';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { after, before, test } from 'node:test';

import { publint } from 'publint';

import { type PackedPackage, packPackage, runIn } from './packed-package.ts';
import { nodeOutput, nodeProgram, usersOutput, usersProgram } from './users-program.ts';

const houseRoot = join(import.meta.dirname, '..', '..');
const programs = join(houseRoot, 'node_modules', '.bin');

let packed: PackedPackage;
before(async () => {
  packed = await packPackage();
});
after(() => packed.remove());

/** An empty project that gets the package from its tarball. No network is asked. */
async function newProject(name: string): Promise<string> {
  const folder = join(packed.folder, name);
  await mkdir(folder);
  await writeFile(join(folder, 'package.json'), JSON.stringify({ name, version: '1.0.0', type: 'module' }));
  await runIn(folder, 'npm', 'install', '--offline', '--no-audit', '--no-fund', packed.tarball);
  return folder;
}

async function assertPrintsTheResults(folder: string): Promise<void> {
  const printed = await runIn(folder, process.execPath, 'program.js');
  assert.deepEqual(printed.trimEnd().split('\n'), usersOutput);
}

test('an empty project of JavaScript takes the tarball, makes codes and refuses a replay', async () => {
  const folder = await newProject('javascript');
  await writeFile(join(folder, 'program.js'), usersProgram);
  await assertPrintsTheResults(folder);
  await writeFile(join(folder, 'node-program.js'), nodeProgram);
  assert.equal((await runIn(folder, process.execPath, 'node-program.js')).trimEnd(), nodeOutput);
  const lock = JSON.parse(await readFile(join(folder, 'package-lock.json'), 'utf8')) as { packages: object };
  assert.deepEqual(
    Object.keys(lock.packages),
    ['', 'node_modules/@tallystick/otp'],
    'it brought something along',
  );
});

test('a project of TypeScript compiles against it and runs, with the resolution of Node and of bundlers', async () => {
  const folder = await newProject('typescript');
  const compile = async (module: string, moduleResolution: string): Promise<string> => {
    // A user’s skipLibCheck would hide a mistake in our types.
    const own = { target: 'ES2022', lib: ['ES2022', 'DOM'], strict: true, skipLibCheck: false, types: [] };
    const config = { compilerOptions: { ...own, module, moduleResolution }, files: ['program.ts'] };
    await writeFile(join(folder, 'tsconfig.json'), JSON.stringify(config));
    return runIn(folder, join(programs, 'tsc'), '-p', '.');
  };
  await writeFile(join(folder, 'program.ts'), usersProgram);
  await compile('ESNext', 'bundler');
  await assertPrintsTheResults(folder);
  await compile('NodeNext', 'NodeNext');
  await assertPrintsTheResults(folder);
  // Had it no types, anything would compile.
  await writeFile(join(folder, 'program.ts'), usersProgram.replace('unixSeconds: 59', "unixSeconds: '59'"));
  await assert.rejects(compile('NodeNext', 'NodeNext'), /unixSeconds|TS2322/);
});

test('the tarball holds code, types, README and licence, and nothing that only we need', () => {
  const paths = packed.files.map(({ path }) => path);
  for (const path of ['package.json', 'README.md', 'LICENSE', 'index.js', 'index.d.ts']) {
    assert.ok(paths.includes(path), `${path} is missing`);
  }
  const foreign = paths.filter((path) => /test|vectors|\.ts$/.test(path) && !path.endsWith('.d.ts'));
  assert.deepEqual(foreign, []);
  for (const path of paths.filter((each) => each.endsWith('.js'))) {
    assert.ok(
      path === 'package.json' || paths.includes(path.replace(/\.js$/, '.d.ts')),
      `${path} has no types`,
    );
  }
});

test('publint and are-the-types-wrong find nothing', async () => {
  const { messages } = await publint({ pkgDir: packed.builtFolder, strict: true, pack: false });
  assert.deepEqual(messages, []);
  // Modules only: `require` of a module works in every Node that is looked after.
  const words = [packed.tarball, '--profile', 'esm-only', '--format', 'table-flipped', '--no-color'];
  const report = await runIn(packed.folder, join(programs, 'attw'), ...words);
  for (const entry of ['@tallystick/otp', '@tallystick/otp/webcrypto']) {
    assert.match(
      report,
      new RegExp(`"${entry}" +│ 🟢 \\(ESM\\) +│ 🟢 `),
      'types of Node’s and of bundlers’ resolution',
    );
  }
});
