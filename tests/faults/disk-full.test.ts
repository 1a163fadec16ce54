import assert from 'node:assert/strict';
import { once } from 'node:events';
import { mkdir } from 'node:fs/promises';
import path from 'node:path';
import { test, type TestContext } from 'node:test';
import { waitUntil } from '../../packages/postgres/src/embedded/process-table.ts';
import { sendSignal } from '../../packages/postgres/src/embedded/send-signal.ts';
import { afterwards } from '../../packages/postgres/src/testing/afterwards.ts';
import { spawnOnSmallDisk, whyNoSmallDisk, type OnSmallDisk } from '../support/small-disk.ts';
import { makeFolder } from './installation.ts';
import { firstCode, openOperatorDesk } from './operator-desk.ts';
import { tillRequests } from './till-requests.ts';

const waitMs = 60_000;
const program = path.join(import.meta.dirname, '../../apps/tally/src/tally.ts');
const noDisk = whyNoSmallDisk();

interface SystemOnSmallDisk extends OnSmallDisk {
  readonly dataDirectory: string;
  readonly address: URL;
}

/** A system whose PostgreSQL has a disk of 192 megabytes to itself; keys stand on the ordinary one. */
async function start(t: TestContext): Promise<SystemOnSmallDisk> {
  const dataDirectory = await makeFolder(t);
  const folder = path.join(dataDirectory, 'postgres');
  await mkdir(folder);
  const env = { PATH: process.env['PATH'], TALLY_DATA: dataDirectory, TALLY_PORT: '0', TALLY_LOG: 'silent' };
  const command = [process.execPath, program, 'start', '--no-demo'];
  const disk = spawnOnSmallDisk(command, { folder, size: '192m' }, env);
  const ended = once(disk.child, 'close');
  afterwards(t, async () => {
    if (disk.child.pid !== undefined) sendSignal(disk.child.pid, 'SIGTERM');
    disk.child.stdin?.destroy();
    await ended;
  });
  const address = await new Promise<string>((resolve, reject) => {
    disk.lines.on('line', (line) => {
      const found = / runs at (http:\S+)$/.exec(line)?.[1];
      if (found !== undefined) resolve(found);
    });
    void ended.then(() => reject(new Error('the system did not start')));
  });
  return { ...disk, dataDirectory, address: new URL(address) };
}

async function readiness(address: URL): Promise<{ readonly status: number; readonly detail: unknown }> {
  const response = await fetch(new URL('/readyz', address));
  const body: unknown = await response.json();
  return {
    status: response.status,
    detail: typeof body === 'object' && body !== null && 'detail' in body ? body.detail : undefined,
  };
}

const full = { status: 503, detail: 'The database’s disk is full.' };
const ready = { status: 200, detail: undefined };

test(
  'a full disk makes the system not ready, whether a payment has met it or not; with room it pays again',
  { skip: noDisk },
  async (t) => {
    const system = await start(t);
    const { address } = system;
    const desk = await openOperatorDesk(system.dataDirectory, address);
    const till = tillRequests(address, await desk.openTill());
    const payer = await desk.openPayer();
    assert.deepEqual(await readiness(address), ready);

    await system.fill();
    assert.ok(await waitUntil(async () => (await readiness(address)).status === 503, waitMs));
    assert.deepEqual(await readiness(address), full);

    await system.empty();
    assert.ok(await waitUntil(async () => (await readiness(address)).status === 200, waitMs));

    // The answer of just now still holds: it is the payment that makes it untrue.
    await system.fill();
    const order = {
      paymentId: 'on_a_full_disk',
      code: await firstCode(payer),
      minorUnits: 250,
      accountId: payer.accountId,
    };
    assert.equal(await till.pay(order), undefined);
    assert.deepEqual(await readiness(address), full);

    await system.empty();
    assert.ok(await waitUntil(async () => (await readiness(address)).status === 200, waitMs));
    assert.equal((await till.pay(order))?.['outcome'], 'approved');
    assert.deepEqual(await desk.ledgerDifferences(), []);
  },
);
