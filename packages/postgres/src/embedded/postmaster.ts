import { type ChildProcess, spawn } from 'node:child_process';
import path from 'node:path';
import { createInterface } from 'node:readline';
import type { Readable } from 'node:stream';
import type { ServerIdentity } from './server-identity.ts';
import { serverSettings } from './settings.ts';
import { startFailure } from './start-failure.ts';
import { endProcess } from './take-over.ts';

/** One run of the PostgreSQL server, from ready to its end. */
export interface Postmaster {
  readonly processId: number;
  /** Resolves when it has ended, however that came. */
  readonly ended: Promise<void>;
  /** Ends it: open transactions are rolled back. */
  stop(): Promise<void>;
}

export interface PostmasterOptions {
  readonly native: string;
  readonly clusterDirectory: string;
  readonly socketDirectory: string;
  readonly identity: ServerIdentity | undefined;
  readonly log: (line: string) => void;
}

/** Crash recovery replays at most max_wal_size and ends long before this. */
const readyTimeoutMs = 300_000;
const keptLines = 40;

/**
 * Starts PostgreSQL, names its process id on standard output, and ends with it. It reads from a pipe whose other end is
 * ours and that nobody writes to: the reading ends when our process does, even by kill -9, and PostgreSQL is then told
 * to end. The pipe must not be inherited by PostgreSQL.
 */
const watchdog = `
exec 3<&0 </dev/null
"$@" 3<&- &
server=$!
echo "$server"
( read -r _ <&3; kill -INT "$server" ) >/dev/null 2>&1 &
reader=$!
exec 3<&-
wait "$server"
status=$?
kill "$reader" 2>/dev/null
exit "$status"
`;

/** @throws what `startFailure` makes of PostgreSQL’s last words, when it ends before it is ready. */
export async function startPostmaster(options: PostmasterOptions): Promise<Postmaster> {
  const child = spawn('/bin/sh', ['-c', watchdog, 'tallystick-watchdog', ...commandLine(options)], {
    ...options.identity,
    cwd: '/',
    // A session of its own: Ctrl-C in a terminal reaches us, and we end PostgreSQL when our own work is done.
    detached: true,
    env: { PATH: process.env['PATH'], LC_ALL: 'C' },
    stdio: ['pipe', 'pipe', 'pipe'],
  });
  const ended = new Promise<void>((resolve) => {
    child.once('exit', () => {
      resolve();
    });
    child.once('error', () => {
      resolve();
    });
  });
  child.stdin.on('error', () => undefined);
  const processId = await becomeReady(child, child.stdout, child.stderr, options.log);
  return {
    processId,
    ended,
    async stop() {
      child.stdin.destroy();
      await endProcess(processId);
      await ended;
    },
  };
}

function commandLine({ native, clusterDirectory, socketDirectory }: PostmasterOptions): string[] {
  const settings = Object.entries(serverSettings(socketDirectory)).flatMap(([name, value]) => [
    '-c',
    `${name}=${value}`,
  ]);
  return [path.join(native, 'bin', 'postgres'), '-D', clusterDirectory, ...settings];
}

/** Follows the log until PostgreSQL says that it is ready; resolves with its process id. */
async function becomeReady(
  child: ChildProcess,
  output: Readable,
  errors: Readable,
  log: (line: string) => void,
): Promise<number> {
  const lastLines: string[] = [];
  let processId = 0;
  createInterface({ input: output }).once('line', (line) => (processId = Number(line)));
  return await new Promise((resolve, reject) => {
    const tooLate = setTimeout(() => {
      child.stdin?.destroy();
      reject(startFailure([...lastLines, `it was not ready after ${readyTimeoutMs / 1_000} seconds`]));
    }, readyTimeoutMs);
    createInterface({ input: errors }).on('line', (line) => {
      log(line);
      lastLines.push(line);
      if (lastLines.length > keptLines) lastLines.shift();
      if (!line.includes('database system is ready to accept connections')) return;
      clearTimeout(tooLate);
      resolve(processId);
    });
    child.once('error', reject);
    child.once('close', () => {
      clearTimeout(tooLate);
      reject(startFailure(lastLines));
    });
  });
}
