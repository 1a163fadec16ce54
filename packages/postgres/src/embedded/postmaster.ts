import { type ChildProcessByStdio, spawn } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import { createInterface } from 'node:readline';
import type { Readable, Writable } from 'node:stream';
import { endPostgres } from './former-postgres.ts';
import type { ServerIdentity } from './server-identity.ts';
import { failureFromLog } from './start-failure.ts';

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

type Watchdog = ChildProcessByStdio<Writable, Readable, Readable>;

/** Crash recovery replays at most max_wal_size and ends long before this. */
const readyTimeoutMs = 300_000;
const readyWords = 'database system is ready to accept connections';
const keptLines = 40;

/**
 * Starts PostgreSQL, names its process id on standard output, and ends with it. It reads from a pipe whose other end is
 * ours and that nobody writes to: the reading ends when our process does, even by kill -9, and PostgreSQL is then told
 * to end. PostgreSQL itself must not hold the pipe.
 */
const watchdogScript = `
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

/** @throws what PostgreSQL’s last words mean, when it ends before it is ready. */
export async function startPostmaster(options: PostmasterOptions): Promise<Postmaster> {
  const watchdog = spawnWatchdog(options);
  const ended = new Promise<void>((resolve) =>
    watchdog.once('exit', () => {
      resolve();
    }),
  );
  const processId = await becomeReady(watchdog, options.log);
  return {
    processId,
    ended,
    async stop() {
      watchdog.stdin.destroy();
      await endPostgres(processId, options.clusterDirectory);
      await ended;
    },
  };
}

function spawnWatchdog({ native, clusterDirectory, socketDirectory, identity }: PostmasterOptions): Watchdog {
  const settings = Object.entries(serverSettings(socketDirectory)).flatMap(([name, value]) => [
    '-c',
    `${name}=${value}`,
  ]);
  const server = [path.join(native, 'bin', 'postgres'), '-D', clusterDirectory, ...settings];
  const watchdog = spawn('/bin/sh', ['-c', watchdogScript, 'tallystick-watchdog', ...server], {
    ...identity,
    cwd: '/',
    // A session of its own: Ctrl-C in a terminal reaches us only, and we end PostgreSQL when our own work is done.
    detached: true,
    env: { PATH: process.env['PATH'], LC_ALL: 'C' },
    stdio: ['pipe', 'pipe', 'pipe'],
  });
  // The pipe breaks when the watchdog ends; that it ended is told by its exit.
  watchdog.stdin.on('error', () => undefined);
  return watchdog;
}

/** Follows the log until PostgreSQL says that it is ready; resolves with its process id. */
async function becomeReady(watchdog: Watchdog, log: (line: string) => void): Promise<number> {
  const lastLines: string[] = [];
  const firstLine = once(createInterface({ input: watchdog.stdout }), 'line');
  const ready = new Promise<void>((resolve) => {
    createInterface({ input: watchdog.stderr }).on('line', (line) => {
      log(line);
      lastLines.push(line);
      if (lastLines.length > keptLines) lastLines.shift();
      if (line.includes(readyWords)) resolve();
    });
  });
  const started = Promise.all([firstLine, ready]).then(([[line]]) => Number(line));
  return await new Promise((resolve, reject) => {
    const timer = setTimeout(() => {
      watchdog.stdin.destroy();
      reject(failureFromLog([...lastLines, `it was not ready after ${readyTimeoutMs} ms`]));
    }, readyTimeoutMs);
    watchdog.once('error', reject);
    watchdog.once('close', () => {
      clearTimeout(timer);
      reject(failureFromLog(lastLines));
    });
    started.then((processId) => {
      clearTimeout(timer);
      resolve(processId);
    }, reject);
  });
}

/**
 * The settings of the embedded PostgreSQL, given on its command line so that they are the same for every data directory,
 * however old. What is not here is PostgreSQL’s own default.
 */
function serverSettings(socketDirectory: string): Readonly<Record<string, string>> {
  return {
    // An approved answer is on disk: none of these three is ever for sale.
    fsync: 'on',
    full_page_writes: 'on',
    synchronous_commit: 'on',
    // No network: whoever may enter the socket’s folder is trusted, and that is this user and root.
    listen_addresses: '',
    unix_socket_directories: socketDirectory,
    unix_socket_permissions: '0700',
    // Two servers with their pools and lanes, a backup and a person with psql; each costs some megabytes.
    max_connections: '60',
    // Room for the hot rows and indexes of a million accounts; the file cache holds the rest.
    shared_buffers: '256MB',
    // A checkpoint makes every page be logged whole once more: far apart under load, yet recovery stays a matter of seconds.
    max_wal_size: '2GB',
    min_wal_size: '256MB',
    checkpoint_timeout: '10min',
    wal_buffers: '16MB',
    // Compiling a plan costs more than our short statements take.
    jit: 'off',
    // The same few rows are updated all day; their dead versions should go before they fill pages.
    autovacuum_naptime: '15s',
    // The log goes to the supervisor, without the values that a failed statement was given.
    logging_collector: 'off',
    log_destination: 'stderr',
    log_line_prefix: '',
    log_error_verbosity: 'terse',
    log_min_error_statement: 'panic',
    log_checkpoints: 'off',
    timezone: 'UTC',
    log_timezone: 'UTC',
  };
}
