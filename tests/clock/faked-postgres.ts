import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmod, mkdir } from 'node:fs/promises';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { connectionUrl, openDatabase, type Database, type Migration } from '@tallystick/postgres';
import { placeBinaries } from '../../packages/postgres/src/embedded/binaries.ts';
import { clusterPath } from '../../packages/postgres/src/embedded/cluster.ts';
import { superuser } from '../../packages/postgres/src/embedded/initialise-cluster.ts';
import { chooseServerIdentity } from '../../packages/postgres/src/embedded/server-identity.ts';
import {
  makeSocketDirectory,
  removeSocketDirectory,
  socketPort,
} from '../../packages/postgres/src/embedded/socket-directory.ts';
import { copyTemplateCluster } from '../../packages/postgres/src/testing/template-cluster.ts';
import type { FakedClock } from './faked-clock.ts';

/** A PostgreSQL whose clock a test sets. */
export interface FakedPostgres {
  readonly database: Database;
  readonly databaseUrl: string;
  stop(): Promise<void>;
}

const startTimeoutMs = 60_000;

/**
 * Starts PostgreSQL on a faked clock, in a folder of its own below `folder`.
 *
 * @param migrations what its database is made with; none for one that `tally start` is to fill.
 */
export async function startFakedPostgres(
  folder: string,
  clock: FakedClock,
  migrations: readonly Migration[] = [],
): Promise<FakedPostgres> {
  const dataDirectory = path.join(folder, 'database');
  await mkdir(dataDirectory);
  await chmod(dataDirectory, 0o755);
  await copyTemplateCluster(dataDirectory, migrations);
  const clusterDirectory = clusterPath(dataDirectory);
  const identity = await chooseServerIdentity(clusterDirectory);
  const native = await placeBinaries(dataDirectory, identity);
  const socketDirectory = await makeSocketDirectory(identity);
  const settings = ['listen_addresses=', `unix_socket_directories=${socketDirectory}`];
  const child = spawn(
    path.join(native, 'bin', 'postgres'),
    ['-D', clusterDirectory, ...settings.flatMap((setting) => ['-c', setting])],
    {
      ...identity,
      cwd: '/',
      stdio: ['ignore', 'ignore', 'pipe'],
      env: { PATH: process.env['PATH'], LC_ALL: 'C', ...clock.environment },
    },
  );
  const killChild = (): void => void child.kill('SIGKILL');
  process.once('exit', killChild);
  const ended = once(child, 'exit').finally(() => process.off('exit', killChild));
  await untilReady(child.stderr, ended);
  const target = { host: socketDirectory, port: socketPort, user: superuser, database: 'postgres' };
  const database = await openDatabase(target).catch((error: unknown) => {
    child.kill('SIGKILL');
    throw error;
  });
  return {
    database,
    databaseUrl: connectionUrl(target),
    async stop() {
      await database.close();
      child.kill('SIGINT');
      await ended;
      await removeSocketDirectory(socketDirectory);
    },
  };
}

function untilReady(log: NodeJS.ReadableStream, ended: Promise<unknown>): Promise<void> {
  const lines: string[] = [];
  return new Promise((resolve, reject) => {
    const giveUp = (): void => reject(new Error(`PostgreSQL did not start: ${lines.join('\n')}`));
    const timer = setTimeout(giveUp, startTimeoutMs);
    createInterface({ input: log }).on('line', (line) => {
      lines.push(line);
      if (!line.includes('ready to accept connections')) return;
      clearTimeout(timer);
      resolve();
    });
    void ended.then(() => {
      clearTimeout(timer);
      giveUp();
    });
  });
}
