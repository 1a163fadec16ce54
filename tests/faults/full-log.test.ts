import assert from 'node:assert/strict';
import { spawn, type ChildProcess, type StdioOptions } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, openSync, writeSync } from 'node:fs';
import { readFile, truncate, unlink, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import path from 'node:path';
import { test, type TestContext } from 'node:test';
import { setTimeout as wait } from 'node:timers/promises';
import { afterwards } from '../../packages/postgres/src/testing/afterwards.ts';
import { runTally } from '../system/tally-process.ts';
import { withoutPython } from '../support/python.ts';
import { makeFolder } from './installation.ts';

/** `tally start` whose output can’t be written: payments go on, the loss is told of, and SIGTERM ends it. */
const program = path.join(import.meta.dirname, '../../apps/tally/src/tally.ts');
const patienceMs = 60_000;
const stopWithinMs = 15_000;
/** A service that hangs fails its test, and does not hang it. */
const answerWithinMs = 20_000;

function get(url: string): Promise<Response> {
  return fetch(url, { signal: AbortSignal.timeout(answerWithinMs) });
}

interface Service {
  readonly child: ChildProcess;
  readonly address: string;
  readonly folder: string;
  /** Makes as many lines of the log, one each. */
  ask(count: number): Promise<void>;
  /** One whole payment by the real commands. */
  pay(): Promise<void>;
  /** SIGTERM; how the process ended. */
  stop(): Promise<{ readonly exitCode: number | null; readonly afterMs: number }>;
}

interface Surroundings {
  readonly stdio: StdioOptions;
  /** Runs the command as `"$@"`; `$LOG` is the file of the log. */
  readonly shell?: string;
  readonly log?: string;
}

async function startService(t: TestContext, folder: string, { stdio, shell, log = '' }: Surroundings) {
  const port = await freePort();
  const command = [process.execPath, program, 'start'];
  const [name = '', ...words] = shell === undefined ? command : ['sh', '-c', shell, 'sh', ...command];
  const env = { PATH: process.env['PATH'], LOG: log, TALLY_DATA: path.join(folder, 'data') };
  const child = spawn(name, words, {
    stdio,
    detached: true,
    env: { ...env, TALLY_PORT: String(port), TALLY_LOG: 'debug' },
  });
  const closed = once(child, 'exit');
  afterwards(t, async () => {
    if (child.exitCode === null && child.signalCode === null) child.kill('SIGKILL');
    await closed;
  });
  const address = `http://127.0.0.1:${port}`;
  await until(async () => (await get(`${address}/readyz`).catch(() => undefined))?.status === 200);
  const service: Service = {
    ...{ child, address, folder },
    async ask(count) {
      for (let asked = 0; asked < count; asked += 50) {
        const some = Array.from({ length: Math.min(50, count - asked) }, () => get(`${address}/healthz`));
        for (const answer of await Promise.all(some)) assert.equal(answer.status, 200, await answer.text());
      }
    },
    pay: () => payWith(folder, address),
    async stop() {
      const startedMs = performance.now();
      process.kill(child.pid ?? 0, 'SIGTERM');
      const timer = setTimeout(() => child.kill('SIGKILL'), patienceMs);
      await closed;
      clearTimeout(timer);
      return { exitCode: child.exitCode, afterMs: performance.now() - startedMs };
    },
  };
  return service;
}

async function payWith(folder: string, address: string): Promise<void> {
  const environment: Record<string, string> = {
    ...{ HOME: folder, TALLY_DATA: path.join(folder, 'data'), TALLY_SERVER: address },
    ...{ TALLY_PAYER_STORE: path.join(folder, 'payer.json'), TALLY_TILL_STATE: path.join(folder, 'till') },
  };
  const tally = async (...args: string[]): Promise<string> => {
    const { exitCode, stdout, stderr } = await runTally(args, environment);
    assert.equal(exitCode, 0, `tally ${args[0]} ${args[1]}: ${stderr}`);
    return stdout.trim();
  };
  const isActivated = await readFile(path.join(folder, 'payer.json')).catch(() => undefined);
  if (isActivated === undefined)
    await tally('payer', 'activate', await tally('demo-key', 'activation', 'Ada'));
  environment['TALLY_TILL_KEY'] = await tally('demo-key', 'till');
  const { digits }: { digits: string } = JSON.parse(await tally('payer', 'pay', '--json'));
  const order = ['--amount', '1.00', '--currency', 'EUR', '--order', crypto.randomUUID()];
  assert.match(await tally('till', 'pay', ...order, '--code', digits), /PAID/);
}

/** Payments were made, and the service ends when it is asked to. */
async function endsWell(service: Service): Promise<void> {
  const { exitCode, afterMs } = await service.stop();
  assert.equal(exitCode, 0);
  assert.ok(afterMs < stopWithinMs, `it took ${Math.round(afterMs)} ms`);
}

async function until(isTrue: () => Promise<boolean>): Promise<void> {
  const deadlineMs = performance.now() + patienceMs;
  while (!(await isTrue())) {
    assert.ok(performance.now() < deadlineMs, 'it did not come true');
    await wait(50);
  }
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  server.close();
  await once(server, 'close');
  assert.ok(address !== null && typeof address === 'object');
  return address.port;
}

/** The log is read until it tells of lost lines; how many they were in all. */
async function toldLoss(file: string, pattern: RegExp): Promise<number> {
  let lost: readonly string[] = [];
  await until(async () => {
    lost = Array.from((await readFile(file, 'utf8')).matchAll(pattern), ([, count]) => count ?? '');
    return lost.length > 0;
  });
  return lost.reduce((sum, count) => sum + Number(count), 0);
}

const lossRecord = /^\{"level":40,.*"lostLines":(\d+),"reason":"\w+","msg":".*"\}$/gm;

void test('a full device: payments go on, also after PostgreSQL was killed and told of it', async (t) => {
  const folder = await makeFolder(t);
  const full = openSync('/dev/full', 'w');
  afterwards(t, () => closeSync(full));
  const service = await startService(t, folder, { stdio: ['ignore', full, full] });
  await service.pay();
  const pidFile = path.join(folder, 'data/postgres/postgresql/postmaster.pid');
  const [postmaster = ''] = (await readFile(pidFile, 'utf8')).split('\n');
  process.kill(Number(postmaster), 'SIGKILL');
  await until(async () => !(await readFile(pidFile, 'utf8').catch(() => postmaster)).startsWith(postmaster));
  await until(async () => (await get(`${service.address}/readyz`)).status === 200);
  await service.pay();
  await endsWell(service);
});

void test('a file that has reached its limit: the loss is told of when it was emptied', async (t) => {
  const folder = await makeFolder(t);
  const log = path.join(folder, 'log');
  const limitBytes = 64 << 20;
  // PostgreSQL’s own files are smaller than the limit, which counts for all that the command starts.
  const shell = `ulimit -f ${limitBytes / 512}; exec "$@" >> "$LOG" 2>> "$LOG.errors"`;
  await writeFile(log, '');
  const service = await startService(t, folder, { stdio: 'ignore', shell, log });
  const twice = 2 * limitBytes;
  await truncate(log, twice);
  await service.ask(200);
  await service.pay();
  await truncate(log, 0);
  const lost = await toldLoss(log, lossRecord);
  assert.ok(lost >= 200, String(lost));
  await service.ask(1);
  await endsWell(service);
  assert.match(await readFile(log, 'utf8'), /Stopped\.\n$/);
});

void test('a disk without room: each line is in the log or in the count', async (t) => {
  const folder = await makeFolder(t);
  const disk = path.join(folder, 'disk');
  const inNamespace = withSmallDisk(disk);
  const probe = spawn('sh', ['-c', inNamespace('exec true')], { stdio: 'ignore' });
  const [probed] = await once(probe, 'exit');
  if (probed !== 0) return t.skip('this user may mount nothing');
  const shell = inNamespace('exec "$@" >> "$LOG" 2>> "$LOG.errors"');
  const service = await startService(t, folder, { stdio: 'ignore', shell, log: path.join(disk, 'log') });
  const seen = `/proc/${service.child.pid}/root${disk}`;
  const lines = async () => (await readFile(`${seen}/log`, 'utf8')).split('\n').filter((line) => line !== '');
  fill(`${seen}/filler`);
  const before = (await lines()).length;
  await service.ask(500);
  await service.pay();
  await unlink(`${seen}/filler`);
  const lost = await toldLoss(`${seen}/log`, lossRecord);
  const after = await lines();
  const healthLines = after.slice(before).filter((line) => line.endsWith('}')).length;
  assert.ok(lost > 0 && lost + healthLines >= 500, `${lost} lost, ${healthLines} there`);
  await endsWell(service);
});

void test('a closed pipe: payments go on, and a reader that comes back is told what it missed', async (t) => {
  const folder = await makeFolder(t);
  const log = path.join(folder, 'log');
  const service = await startService(t, folder, {
    stdio: 'ignore',
    shell: `mkfifo "$LOG.pipe"; (cat "$LOG.pipe" > "$LOG" & echo $! > "$LOG.reader"); exec "$@" > "$LOG.pipe" 2>&1`,
    log,
  });
  process.kill(Number(await readFile(`${log}.reader`, 'utf8')), 'SIGKILL');
  await service.ask(100);
  await service.pay();
  const reader = spawn('sh', ['-c', 'exec cat "$0.pipe" > "$0"', log], { stdio: 'ignore' });
  afterwards(t, () => reader.kill('SIGKILL'));
  const lost = await toldLoss(log, lossRecord);
  assert.ok(lost >= 99, String(lost));
  reader.kill('SIGKILL');
  await service.ask(10);
  await endsWell(service);
});

void test('a pipe whose reader has stopped reading holds up neither payments nor the end', async (t) => {
  const folder = await makeFolder(t);
  const service = await startService(t, folder, { stdio: ['ignore', 'pipe', 'pipe'] });
  // Nothing here reads: the pipe, and then what may wait behind it, are full.
  await service.ask(12_000);
  await service.pay();
  await endsWell(service);
});

void test('a terminal that is gone (EIO): payments go on', { skip: withoutPython }, async (t) => {
  const folder = await makeFolder(t);
  const openPty =
    'import os,pty,sys; m,s=pty.openpty(); os.dup2(s,1); os.dup2(s,2); os.close(s); os.close(m); os.execv(sys.argv[1],sys.argv[1:])';
  const service = await startService(t, folder, {
    stdio: 'ignore',
    shell: `exec python3 -c '${openPty}' "$@"`,
  });
  await service.ask(20);
  await service.pay();
  await endsWell(service);
});

/** A file system of its own of 256 KiB, seen by the command only; the command runs as the user of the test. */
function withSmallDisk(disk: string): (command: string) => string {
  const mount = `mkdir -p ${disk} && mount -t tmpfs -o size=256k,mode=0777 tmpfs ${disk}`;
  const { getuid, getgid } = process;
  if (getuid?.() === 0) return (command) => `exec unshare -m sh -c '${mount} && ${command}' sh "$@"`;
  const back = `exec unshare -U --map-user=${getuid?.()} --map-group=${getgid?.()}`;
  return (command) => `exec unshare -rm sh -c '${mount} && ${back} sh -c "$0" "$@"' '${command}' sh "$@"`;
}

/** Writes until there is no room for one more byte. */
function fill(file: string): void {
  const descriptor = openSync(file, 'w');
  try {
    for (let size = 65_536; size >= 1; size = Math.floor(size / 2)) {
      try {
        for (;;) if (writeSync(descriptor, Buffer.alloc(size)) < size) break;
      } catch (error) {
        assert.ok(error instanceof Error && 'code' in error && error.code === 'ENOSPC', String(error));
      }
    }
  } finally {
    closeSync(descriptor);
  }
}
