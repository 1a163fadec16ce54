import assert from 'node:assert/strict';
import { existsSync, readFileSync, readlinkSync } from 'node:fs';
import path from 'node:path';
import { test, type TestContext } from 'node:test';
import { afterwards } from '../testing/afterwards.ts';
import { makeDataDirectory } from '../testing/data-directory.ts';
import { endPostgres } from './former-postgres.ts';
import { postgresProcessesOf, waitUntil } from './process-table.ts';
import { sendSignal } from './send-signal.ts';
import { type EmbeddedPostgres, startEmbeddedPostgres } from './start-embedded-postgres.ts';

const skip = process.platform !== 'linux';
const shortWaitMs = 500;

async function start(t: TestContext): Promise<{ server: EmbeddedPostgres; clusterDirectory: string }> {
  const server = await startEmbeddedPostgres({ dataDirectory: await makeDataDirectory(t), temporary: true });
  afterwards(t, () => server.stop());
  return { server, clusterDirectory: readlinkSync(`/proc/${server.processId}/cwd`) };
}

/** From now on: a process that is sent a signal is gone, and reaped by its parent, before the signal reaches it. */
function endBeforeEachSignal(t: TestContext): () => number {
  const kill = process.kill.bind(process);
  let count = 0;
  t.mock.method(process, 'kill', (processId: number, signal: NodeJS.Signals) => {
    count += 1;
    kill(processId, 'SIGKILL');
    while (existsSync(`/proc/${processId}`)) Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 1);
    return kill(processId, signal);
  });
  return () => count;
}

test('a server that ends between the look at it and the signal has ended', { skip }, async (t) => {
  const { server, clusterDirectory } = await start(t);
  const signalCount = endBeforeEachSignal(t);
  await endPostgres(server.processId, clusterDirectory);
  t.mock.restoreAll();
  assert.notEqual(signalCount(), 0);
});

test('a stop waits for what a killed server has left behind', { skip }, async (t) => {
  const { server, clusterDirectory } = await start(t);
  const { processId } = server;
  const child = postgresProcessesOf(clusterDirectory).find((id) => nameOf(id) === 'postgres: checkpointer ');
  assert.ok(child !== undefined);
  sendSignal(child, 'SIGSTOP');
  afterwards(t, () => sendSignal(child, 'SIGCONT'));
  sendSignal(processId, 'SIGKILL');
  const left = server.stop().then(() => postgresProcessesOf(clusterDirectory));
  // A stop that looks no further than the server gives its folder free, which must not come while the child lives.
  const owner = path.join(path.dirname(clusterDirectory), 'postgresql.owner');
  assert.equal(await waitUntil(() => !existsSync(owner), shortWaitMs), false);
  sendSignal(child, 'SIGCONT');
  assert.deepEqual(await left, []);
});

test(
  'a signal to a process that is gone is no error, and one that may not be sent is',
  { skip },
  async (t) => {
    const { server } = await start(t);
    const { processId } = server;
    await server.stop();
    assert.equal(sendSignal(processId, 'SIGTERM'), false);
    t.mock.method(process, 'kill', () => {
      throw Object.assign(new Error('kill EPERM'), { code: 'EPERM' });
    });
    assert.throws(() => sendSignal(processId, 'SIGTERM'), { code: 'EPERM' });
  },
);

function nameOf(processId: number): string {
  return readFileSync(`/proc/${processId}/cmdline`, 'utf8').replaceAll('\0', '');
}
