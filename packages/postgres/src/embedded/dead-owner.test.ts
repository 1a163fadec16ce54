import assert from 'node:assert/strict';
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readdirSync, readFileSync } from 'node:fs';
import { stat } from 'node:fs/promises';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { test, type TestContext } from 'node:test';
import { fileURLToPath } from 'node:url';
import { afterwards } from '../testing/afterwards.ts';
import { makeDataDirectory } from '../testing/data-directory.ts';
import { postgresProcessesOf, processStart, waitUntil } from './process-table.ts';
import { sendSignal } from './send-signal.ts';
import { startEmbeddedPostgres } from './start-embedded-postgres.ts';

const waitMs = 20_000;
const isLinux = process.platform === 'linux';

interface Owner {
  readonly child: ChildProcess;
  readonly processId: number;
  readonly socketDirectory: string;
}

/** Another Node process that owns the data directory. */
async function startOwner(t: TestContext, dataDirectory: string): Promise<Owner> {
  const program = fileURLToPath(new URL('./start-and-wait.fixture.ts', import.meta.url));
  const child = spawn(process.execPath, [program, dataDirectory], { stdio: ['ignore', 'pipe', 'inherit'] });
  afterwards(t, () => child.kill('SIGKILL'));
  const lines: unknown[] = await once(createInterface({ input: child.stdout }), 'line');
  const told: unknown = JSON.parse(String(lines[0]));
  assert.ok(typeof told === 'object' && told !== null && 'processId' in told && 'socketDirectory' in told);
  return { child, processId: Number(told.processId), socketDirectory: String(told.socketDirectory) };
}

async function kill(child: ChildProcess): Promise<void> {
  child.kill('SIGKILL');
  await once(child, 'exit');
}

test('kill -9 of the owner ends its PostgreSQL, and the next start has the folder', async (t) => {
  const dataDirectory = await makeDataDirectory(t);
  const cluster = path.join(dataDirectory, 'postgresql');
  const owner = await startOwner(t, dataDirectory);
  await assert.rejects(startEmbeddedPostgres({ dataDirectory }), { code: 'data_directory_in_use' });
  await kill(owner.child);
  assert.ok(await waitUntil(() => processStart(owner.processId) === undefined, waitMs));
  assert.ok(await waitUntil(() => postgresProcessesOf(cluster).length === 0, waitMs));

  const server = await startEmbeddedPostgres({ dataDirectory });
  await server.stop();
  await assert.rejects(stat(owner.socketDirectory), { code: 'ENOENT' });
});

test('a start right after kill -9 of the owner waits for its PostgreSQL to end', async (t) => {
  const dataDirectory = await makeDataDirectory(t);
  const owner = await startOwner(t, dataDirectory);
  await kill(owner.child);
  const server = await startEmbeddedPostgres({ dataDirectory });
  assert.notEqual(server.processId, owner.processId);
  await server.stop();
});

test(
  'a PostgreSQL that outlived owner and watchdog is ended by the next start',
  { skip: !isLinux },
  async (t) => {
    const dataDirectory = await makeDataDirectory(t);
    const owner = await startOwner(t, dataDirectory);
    // First the watchdog’s reader, then the watchdog, then the owner: nobody is left to end PostgreSQL.
    const watchdog = parentOf(owner.processId);
    for (const reader of childrenOf(watchdog)) if (reader !== owner.processId) sendSignal(reader, 'SIGKILL');
    owner.child.kill('SIGSTOP');
    sendSignal(watchdog, 'SIGKILL');
    await kill(owner.child);
    assert.notEqual(processStart(owner.processId), undefined);

    const server = await startEmbeddedPostgres({ dataDirectory });
    assert.equal(processStart(owner.processId), undefined);
    await server.stop();
  },
);

/** proc_pid_stat(5), field 4. */
function parentOf(processId: number): number {
  const text = readFileSync(`/proc/${processId}/stat`, 'utf8');
  return Number(text.slice(text.lastIndexOf(')') + 2).split(' ')[1]);
}

function childrenOf(processId: number): readonly number[] {
  const processIds = readdirSync('/proc').map(Number).filter(Number.isInteger);
  return processIds.filter((candidate) => {
    try {
      return parentOf(candidate) === processId;
    } catch {
      return false;
    }
  });
}
