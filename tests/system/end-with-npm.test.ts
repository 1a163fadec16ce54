import assert from 'node:assert/strict';
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { after, before, test } from 'node:test';
import { waitUntil } from '../../packages/postgres/src/embedded/process-table.ts';
import { sendSignal } from '../../packages/postgres/src/embedded/send-signal.ts';

const root = path.join(import.meta.dirname, '../..');
const startTimeoutMs = 60_000;
const endTimeoutMs = 30_000;
const skip = process.platform !== 'linux';
let folder: string;

before(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'tallystick-npm-'));
});
after(() => rm(folder, { recursive: true, force: true }));

interface Started {
  readonly child: ChildProcess;
  readonly address: string;
  /** Whether the server’s PostgreSQL has gone too. */
  hasEnded(): Promise<boolean>;
}

async function start(name: string, command: string, ...args: readonly string[]): Promise<Started> {
  const data = path.join(folder, name);
  const variables = Object.entries(process.env).filter(([key]) => !/^(npm_|TALLY_|DATABASE_URL$)/.test(key));
  const child = spawn(command, args, {
    cwd: root,
    detached: true,
    stdio: ['ignore', 'pipe', 'inherit'],
    env: { ...Object.fromEntries(variables), TALLY_DATA: data, TALLY_PORT: '0', TALLY_LOG: 'silent' },
  });
  const address = await new Promise<string>((resolve, reject) => {
    const timer = setTimeout(() => reject(new Error(`${command} starts nothing`)), startTimeoutMs);
    createInterface({ input: child.stdout }).on('line', (line) => {
      const found = / runs at (http:\S+)$/.exec(line)?.[1];
      if (found === undefined) return;
      clearTimeout(timer);
      resolve(found);
    });
  });
  const hasEnded = async (): Promise<boolean> => {
    const isAlive = await fetch(`${address}/healthz`).then(
      () => true,
      () => false,
    );
    return !isAlive && !(await readdir(path.join(data, 'postgres'))).includes('postgresql.owner');
  };
  return { child, address, hasEnded };
}

for (const signal of ['SIGTERM', 'SIGKILL'] as const) {
  for (const words of [
    'npm start -- --no-demo',
    'npx tally start --no-demo',
    'npm run tally -- start --no-demo',
  ]) {
    test(`${signal} to ${words} ends the server and its database`, { skip }, async () => {
      const [command = '', ...args] = words.split(' ');
      const { child, hasEnded } = await start(`${signal}-${command}-${args[1]}`, command, ...args);
      child.kill(signal);
      const ended = await waitUntil(hasEnded, endTimeoutMs);
      if (!ended && child.pid !== undefined) sendSignal(-child.pid, 'SIGKILL');
      assert.ok(ended);
    });
  }
}

test('npm start itself ends only when the server has ended, with its exit code', { skip }, async () => {
  const { child, hasEnded } = await start('waits', 'npm', 'start', '--', '--no-demo');
  child.kill('SIGTERM');
  const [exitCode]: unknown[] = await once(child, 'exit');
  assert.equal(exitCode, 0);
  assert.ok(await hasEnded());
});

test('a server that was given a session of its own outlives the npm that began it', { skip }, async () => {
  const script = 'setsid npx tally start --no-demo & wait';
  const { child, address, hasEnded } = await start('detached', 'sh', '-c', script);
  child.kill('SIGKILL');
  await once(child, 'exit');
  const { status } = await fetch(`${address}/healthz`);
  assert.equal(status, 200);
  for (const processId of await processesOf(path.join(folder, 'detached'))) sendSignal(processId, 'SIGTERM');
  assert.ok(await waitUntil(hasEnded, endTimeoutMs));
});

/** The servers whose environment names this data folder. */
async function processesOf(data: string): Promise<readonly number[]> {
  const found: number[] = [];
  for (const name of (await readdir('/proc')).filter((entry) => /^[0-9]+$/.test(entry))) {
    const environment = await readFile(`/proc/${name}/environ`, 'utf8').catch(() => '');
    const command = await readFile(`/proc/${name}/cmdline`, 'utf8').catch(() => '');
    if (environment.includes(`TALLY_DATA=${data}`) && command.startsWith('node')) found.push(Number(name));
  }
  return found;
}
