import { chown, mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import type { ConnectionTarget } from '../connections/connection-target.ts';
import { placeBinaries } from './binaries.ts';
import { clusterPath, placeCluster, superuser } from './cluster.ts';
import { claimOwnership, releaseOwnership } from './owner-file.ts';
import { type Postmaster, startPostmaster } from './postmaster.ts';
import { chooseServerIdentity, type ServerIdentity } from './server-identity.ts';
import { preparationFailure } from './start-failure.ts';
import { endFormerPostgres } from './take-over.ts';

export interface EmbeddedPostgresOptions {
  /** The folder that holds the database; made where it doesn’t exist. */
  readonly dataDirectory: string;
  /** Gets PostgreSQL’s log and the supervisor’s own words, line by line. */
  readonly log?: (line: string) => void;
}

export interface EmbeddedPostgres {
  readonly connection: ConnectionTarget;
  /** The server process of now; another one after it had to be restarted. */
  readonly processId: number;
  /** Ends PostgreSQL, leaves nothing behind but the data. */
  stop(): Promise<void>;
}

const port = 5432;
const firstPauseMs = 50;
const longestPauseMs = 5_000;
/** A Unix socket’s path holds 107 bytes on Linux, 103 on macOS; `/.s.PGSQL.5432` needs 14 of them. */
const longestSocketDirectory = 103 - 14;
const socketDirectoryPrefix = 'tallystick-';

/**
 * Starts the embedded PostgreSQL on a data directory, keeps it running, and ends it with this process, however that ends.
 *
 * @throws `operating_system_unsupported`, `data_directory_in_use`, `data_directory_not_writable`, `disk_full` or
 *   `database_start_failed`; the data is then as it was.
 */
export async function startEmbeddedPostgres(options: EmbeddedPostgresOptions): Promise<EmbeddedPostgres> {
  const dataDirectory = path.resolve(options.dataDirectory);
  const log = options.log ?? ((): undefined => undefined);
  try {
    return await start(dataDirectory, log);
  } catch (error) {
    throw preparationFailure(error, dataDirectory);
  }
}

async function start(dataDirectory: string, log: (line: string) => void): Promise<EmbeddedPostgres> {
  await mkdir(dataDirectory, { recursive: true });
  const identity = await chooseServerIdentity(clusterPath(dataDirectory));
  const socketDirectory = await makeSocketDirectory(identity);
  const ownerFile = path.join(dataDirectory, 'postgresql.owner');
  try {
    const replaced = await claimOwnership(ownerFile, socketDirectory);
    if (replaced !== undefined) await removeSocketDirectory(replaced.socketDirectory);
  } catch (error) {
    await removeSocketDirectory(socketDirectory);
    throw error;
  }
  async function cleanUp(): Promise<void> {
    await removeSocketDirectory(socketDirectory);
    await releaseOwnership(ownerFile);
  }
  try {
    const native = await placeBinaries(dataDirectory, identity);
    const clusterDirectory = await placeCluster(dataDirectory, native, identity);
    const supervisor = await supervise(async () => {
      await endFormerPostgres(clusterDirectory);
      return await startPostmaster({ native, clusterDirectory, socketDirectory, identity, log });
    }, log);
    return {
      connection: { host: socketDirectory, port, user: superuser, database: 'postgres' },
      get processId() {
        return supervisor.current().processId;
      },
      async stop() {
        await supervisor.stop();
        await cleanUp();
      },
    };
  } catch (error) {
    await cleanUp();
    throw error;
  }
}

/** Starts a server and starts it again whenever it ends unasked: at once, then after pauses that double up to 5 s. */
async function supervise(
  launch: () => Promise<Postmaster>,
  log: (line: string) => void,
): Promise<{ current(): Postmaster; stop(): Promise<void> }> {
  const stopping = new AbortController();
  let postmaster = await launch();

  async function relaunch(): Promise<void> {
    for (
      let pauseMs = firstPauseMs;
      !stopping.signal.aborted;
      pauseMs = Math.min(pauseMs * 2, longestPauseMs)
    ) {
      try {
        postmaster = await launch();
        return;
      } catch (error) {
        log(`PostgreSQL could not be started again, next try in ${pauseMs} ms: ${String(error)}`);
      }
      await wait(pauseMs, undefined, { signal: stopping.signal }).catch(() => undefined);
    }
  }
  async function keepRunning(): Promise<void> {
    for (;;) {
      await postmaster.ended;
      if (stopping.signal.aborted) return;
      log('PostgreSQL ended unasked and is started again.');
      await relaunch();
    }
  }
  const running = keepRunning();
  return {
    current: () => postmaster,
    async stop() {
      stopping.abort();
      await postmaster.stop();
      await running;
      // A restart may have been under way when we were asked to stop.
      await postmaster.stop();
    },
  };
}

/** Short, and nobody’s but the server’s user’s: whoever can enter it can connect. */
async function makeSocketDirectory(identity: ServerIdentity | undefined): Promise<string> {
  const preferred = identity === undefined ? tmpdir() : '/tmp';
  const prefix = path.join(preferred, socketDirectoryPrefix);
  const isShort = Buffer.byteLength(prefix) + 6 <= longestSocketDirectory;
  const directory = await mkdtemp(isShort ? prefix : path.join('/tmp', socketDirectoryPrefix));
  if (identity !== undefined) await chown(directory, identity.uid, identity.gid);
  return directory;
}

/** Only a folder by the name that we give is removed, whatever an owner file may say. */
async function removeSocketDirectory(directory: string): Promise<void> {
  if (/^tallystick-[A-Za-z0-9]{6}$/.test(path.basename(directory)))
    await rm(directory, { recursive: true, force: true });
}
