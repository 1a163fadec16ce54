import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { parseServerUrl } from '@tallystick/cashier-terminal';
import { TallyError } from '@tallystick/foundation';
import { serverUrlOf } from '../commands/server-url.ts';
import { dataFolder } from '../environment/folders.ts';
import { dataFolderMode } from '../environment/private-folder.ts';
import { sendOperatorRequest } from '../operator/send-operator-request.ts';
import type { CommandIo } from '../output/command-io.ts';
import { readDemoKeys, type DemoKeys } from '../seed/demo-keys.ts';
import { readStartSettings } from '../start/start-settings.ts';
import { startSystem } from '../start/start-system.ts';

/** The system that the demo happens on. */
export interface DemoSystem {
  readonly server: URL;
  readonly keys: DemoKeys;
  /** A sentence for the beginning of the story. */
  readonly description: string;
  close(): Promise<void>;
}

const lookTimeoutMs = 3_000;

/**
 * The running system where its demo’s keys are at hand, otherwise one of the demo’s own.
 *
 * @throws TallyError `server_unreachable`, `arguments_wrong` where TALLY_SERVER names a system that can’t be used.
 */
export async function openDemoSystem(io: CommandIo): Promise<DemoSystem> {
  const named = io.env['TALLY_SERVER'];
  const server = parseServerUrl(serverUrlOf(io.env));
  const dataDirectory = dataFolder(io.env);
  const obstacle = await lookFor(server, dataDirectory, io);
  if (typeof obstacle === 'object') return runningSystem(server, obstacle);
  if (named !== undefined)
    throw new TallyError(obstacle, { detail: wordsOf(obstacle, server, dataDirectory) });
  return startOwnSystem(
    `${wordsOf(obstacle, server, dataDirectory)} The demo starts a system of its own.`,
    io,
  );
}

type Obstacle = 'server_unreachable' | 'arguments_wrong';

/** The keys of the system that runs, or why it can’t be used. */
async function lookFor(server: URL, dataDirectory: string, io: CommandIo): Promise<DemoKeys | Obstacle> {
  const isThere = await io
    .fetch(new URL('healthz', server), { signal: AbortSignal.timeout(lookTimeoutMs) })
    .then(({ ok }) => ok)
    .catch(() => false);
  if (!isThere) return 'server_unreachable';
  const keys = await readDemoKeys(dataDirectory);
  if (keys === undefined) return 'arguments_wrong';
  // The folder may belong to another system than the one that answers at this address.
  const request = { method: 'GET', path: 'v1/merchants' } as const;
  const answer = await sendOperatorRequest(io.fetch, server, keys.operatorKey, request);
  return answer.ok ? keys : 'arguments_wrong';
}

function wordsOf(obstacle: Obstacle, { origin }: URL, dataDirectory: string): string {
  if (obstacle === 'server_unreachable') return `No system answers at ${origin}.`;
  return `A system answers at ${origin}, but the keys of its demo are not in ${dataDirectory} (TALLY_DATA).`;
}

function runningSystem(server: URL, keys: DemoKeys): DemoSystem {
  const description = `The market is open on the system at ${server.origin}.`;
  return { server, keys, description, close: () => Promise.resolve() };
}

async function startOwnSystem(description: string, io: CommandIo): Promise<DemoSystem> {
  const dataDirectory = await mkdtemp(path.join(tmpdir(), 'tallystick-demo-'));
  const remove = (): Promise<void> => rm(dataDirectory, { recursive: true, force: true });
  try {
    await chmod(dataDirectory, dataFolderMode());
    const { address, demo, stop } = await startSystem(
      {
        ...readStartSettings({}, {}),
        dataDirectory,
        port: 0,
        logLevel: 'silent',
      },
      (line) => io.stderr.write(`${line}\n`),
    );
    if (demo === undefined) throw new TallyError('internal_error', { detail: 'A new system has no demo.' });
    return { server: parseServerUrl(address), keys: demo, description, close: () => stop().finally(remove) };
  } catch (error) {
    await remove();
    throw error;
  }
}
