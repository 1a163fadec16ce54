import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { systemClock } from '@tallystick/foundation';
import { createPayerTerminal, enrol } from '@tallystick/payer-terminal';
import { createFileStore } from '@tallystick/payer-terminal/node';
import { createTreasuryHalf, readPicture, testServerUrl } from '@tallystick/payer-terminal/testing';

const program = fileURLToPath(new URL('../tally.ts', import.meta.url));

/** Ways into a network namespace without any interface: as root, and as an ordinary user. */
const ways: readonly (readonly string[])[] = [['--net'], ['--user', '--map-root-user', '--net']];

function runIsolated(
  way: readonly string[],
  args: readonly string[],
): { status: number | null; output: string } {
  const { status, stdout } = spawnSync('unshare', [...way, process.execPath, ...args], { encoding: 'utf8' });
  return { status, output: stdout };
}

/** The first way that the kernel allows and that really leaves no network. */
function allowedWay(): readonly string[] | undefined {
  const script = 'console.log(JSON.stringify(require("node:os").networkInterfaces()))';
  return ways.find((way) => {
    const { status, output } = runIsolated(way, ['-e', script]);
    return status === 0 && output.trim() === '{}';
  });
}

const way = allowedWay();
const skip = way === undefined ? 'the kernel allows no network namespace to this user' : false;

test('pay works in a process that has no network interface at all', { skip }, async (context) => {
  const folder = await mkdtemp(join(tmpdir(), 'tallystick-offline-'));
  context.after(() => rm(folder, { recursive: true, force: true }));
  const [path, png] = [join(folder, 'payer.json'), join(folder, 'code.png')];
  const treasury = createTreasuryHalf(systemClock.nowMs());
  const terminal = createPayerTerminal({ store: createFileStore({ path }) });
  const { activationCode, fetch } = treasury;
  await enrol(terminal, { activationCode, serverUrl: testServerUrl, fetch });

  const pay = [program, 'payer', 'pay', '--store', path, '--png', png];
  const { status, output } = runIsolated(way ?? [], pay);
  assert.equal(status, 0);
  assert.match(output, /30 s left/);
  const codes = await readPicture(await readFile(png));
  assert.equal(codes.length, 2);

  const offered = (await terminal.store.read()).activated?.offeredCodes ?? [];
  assert.equal(offered.length, 1);
  assert.ok(codes.every((code) => code.endsWith(offered[0]?.codeEnding ?? 'none')));
});

test('activate in the same place says that the server is out of reach', { skip }, async (context) => {
  const folder = await mkdtemp(join(tmpdir(), 'tallystick-offline-'));
  context.after(() => rm(folder, { recursive: true, force: true }));
  const { activationCode } = createTreasuryHalf(systemClock.nowMs());
  const store = ['--store', join(folder, 'payer.json')];
  const activate = [
    program,
    'payer',
    'activate',
    activationCode,
    '--server',
    'http://127.0.0.1:8080',
    ...store,
  ];
  assert.equal(runIsolated(way ?? [], activate).status, 1);
});
