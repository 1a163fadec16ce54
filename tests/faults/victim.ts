import { randomInt } from 'node:crypto';
import { readlinkSync } from 'node:fs';
import { readFile, rm } from 'node:fs/promises';
import path from 'node:path';
import { startTestDatabase } from '@tallystick/postgres/testing';
import {
  postgresProcessesOf,
  processStart,
  waitUntil,
} from '../../packages/postgres/src/embedded/process-table.ts';
import { sendSignal } from '../../packages/postgres/src/embedded/send-signal.ts';
import { newFolder } from './installation.ts';
import { startTally, type RunningTally, type TallySettings } from './tally-process.ts';

/** Which processes a round kills. */
export type Target = 'server' | 'postgres' | 'both';

/** A system that is killed again and again. It is the program that operators run, on a data directory of its own. */
export interface Victim {
  readonly dataDirectory: string;
  address(): URL;
  /** kill -9. */
  kill(target: Target): Promise<void>;
  /** Starts what does not start by itself; resolves when the system says that it is ready. */
  recover(): Promise<void>;
  close(): Promise<void>;
}

const recoveryTimeoutMs = 60_000;
const mostStarts = 20;

/** A system with its embedded PostgreSQL: when the server dies, PostgreSQL is ended by its watchdog. */
export async function openWholeSystem(): Promise<Victim> {
  const dataDirectory = await newFolder();
  const pidFile = path.join(dataDirectory, 'postgres', 'postgresql', 'postmaster.pid');
  const postgresId = async (): Promise<number> => Number.parseInt(await readFile(pidFile, 'utf8'), 10);
  return openVictim({ dataDirectory, postgresId, closePostgres: () => Promise.resolve() });
}

/** A server on a PostgreSQL that the operator runs: each dies without the other. */
export async function openServerOnDatabase(): Promise<Victim> {
  const { databaseUrl, server, stop } = await startTestDatabase();
  return openVictim({
    dataDirectory: await newFolder(),
    databaseUrl,
    postgresId: () => Promise.resolve(server.processId),
    closePostgres: stop,
  });
}

interface VictimParts {
  readonly dataDirectory: string;
  readonly databaseUrl?: string;
  readonly postgresId: () => Promise<number>;
  readonly closePostgres: () => Promise<void>;
}

async function openVictim({ postgresId, closePostgres, ...settings }: VictimParts): Promise<Victim> {
  let server: RunningTally | undefined = await startTally(settings);
  let address = server.address;

  async function killServer(): Promise<void> {
    await server?.kill();
    server = undefined;
  }
  /**
   * Its backends live on for a moment after their postmaster, and answer what comes over an open connection. The kill is
   * over when they are gone too; before that a system looks ready that is not.
   */
  async function killPostgres(): Promise<void> {
    const postmaster = await postgresId();
    const killed = postgresProcessesOf(readlinkSync(`/proc/${postmaster}/cwd`)).map((processId) => ({
      processId,
      start: processStart(processId),
    }));
    sendSignal(postmaster, 'SIGKILL');
    const areGone = (): boolean =>
      killed.every(({ processId, start }) => start === undefined || processStart(processId) !== start);
    if (await waitUntil(areGone, recoveryTimeoutMs)) return;
    throw new Error('PostgreSQL outlived its kill');
  }
  return {
    dataDirectory: settings.dataDirectory,
    address: () => address,
    async kill(target) {
      if (target === 'server') return killServer();
      if (target === 'postgres') return killPostgres();
      // Either may be the first to go.
      const [first, second] = randomInt(2) === 0 ? [killServer, killPostgres] : [killPostgres, killServer];
      await first();
      await second().catch(() => undefined);
    },
    async recover() {
      server ??= await startUntilItRuns(settings);
      address = server.address;
      if (await waitUntil(() => isReady(address), recoveryTimeoutMs)) return;
      throw new Error('the system did not recover');
    },
    async close() {
      await server?.interrupt();
      await closePostgres();
      await rm(settings.dataDirectory, { recursive: true, force: true });
    },
  };
}

/** As a service manager does: a PostgreSQL that is still recovering refuses the first starts. */
async function startUntilItRuns(settings: TallySettings): Promise<RunningTally> {
  for (let starts = 1; ; starts += 1) {
    try {
      return await startTally(settings);
    } catch (error) {
      const isAway = error instanceof Error && error.message.includes('(database_unavailable)');
      if (!isAway || starts === mostStarts) throw error;
    }
  }
}

async function isReady(address: URL): Promise<boolean> {
  return fetch(new URL('/readyz', address)).then(
    ({ ok }) => ok,
    () => false,
  );
}
