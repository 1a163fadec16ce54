import assert from 'node:assert/strict';
import { mkdir, rm } from 'node:fs/promises';
import path from 'node:path';
import { after, before, test } from 'node:test';
import { newFolder } from '../faults/installation.ts';
import { runTally, startTally, type TallyServer } from '../system/tally-process.ts';
import {
  createFakedClock,
  dayMs,
  minuteMs,
  withoutFaketime,
  yearMs,
  type FakedClock,
} from './faked-clock.ts';
import { startFakedPostgres, type FakedPostgres } from './faked-postgres.ts';
import { readiness, untilReady } from './readiness.ts';

/** Platform and authentication server as on two machines: each with its PostgreSQL on a clock of its own. */
const skip = withoutFaketime;

type Role = 'platform' | 'authentication';

interface Machine {
  readonly clock: FakedClock;
  readonly postgres: FakedPostgres;
  readonly settings: Readonly<Record<string, string>>;
}

let folder: string;
let machines: Readonly<Record<Role, Machine>>;
let authentication: TallyServer;
let platform: TallyServer;

async function openMachine(role: Role): Promise<Machine> {
  const place = path.join(folder, role);
  await mkdir(place, { mode: 0o755 });
  const clock = await createFakedClock(place);
  const postgres = await startFakedPostgres(place, clock);
  const settings = {
    ...clock.environment,
    TALLY_DATA: path.join(place, 'data'),
    TALLY_CERTIFICATES: path.join(folder, 'certificates'),
    DATABASE_URL: postgres.databaseUrl,
  };
  return { clock, postgres, settings };
}

before(async () => {
  if (skip !== false) return;
  folder = await newFolder();
  machines = { authentication: await openMachine('authentication'), platform: await openMachine('platform') };
  const { settings } = machines.platform;
  assert.equal((await runTally(['certificates'], settings)).exitCode, 0);
  authentication = await startAuthentication('0');
  const url = `https://localhost:${new URL(authentication.address).port}`;
  const args = ['--role', 'platform', '--no-demo'];
  platform = await startTally({ ...settings, TALLY_AUTHENTICATION_URL: url }, args);
  await untilReady(platform.address);
});
after(async () => {
  if (skip !== false) return;
  await platform.kill();
  await authentication.kill();
  for (const { postgres } of Object.values(machines)) await postgres.stop();
  await rm(folder, { recursive: true, force: true });
});

function startAuthentication(port: string): Promise<TallyServer> {
  const settings = { ...machines.authentication.settings, TALLY_AUTHENTICATION_PORT: port };
  return startTally(settings, ['--role', 'authentication']);
}

async function restartAuthentication(errorMs: number): Promise<void> {
  const { port } = new URL(authentication.address);
  await authentication.kill();
  await machines.authentication.clock.set(errorMs);
  authentication = await startAuthentication(port);
}

async function accept(role: Role): Promise<void> {
  const { exitCode, stderr } = await runTally(
    ['clock', 'accept', '--yes', '--role', role],
    machines[role].settings,
  );
  assert.equal(exitCode, 0, stderr);
}

async function countChanges(role: Role): Promise<number> {
  const text = `SELECT count(*)::integer AS count FROM ${role}.changes`;
  const [row] = await machines[role].postgres.database.query<{ count: number }>({
    name: '',
    text,
    values: [],
  });
  return row?.count ?? -1;
}

for (const role of ['authentication', 'platform'] as const) {
  void test(
    `a day ahead under the running ${role} server stops payments, until that server’s time is accepted`,
    { skip },
    async () => {
      const { clock } = machines[role];
      await clock.set(dayMs);
      assert.equal((await readiness(platform.address)).status, 503);
      await clock.set(0);
      const stopped = await readiness(platform.address);
      assert.match(`${stopped.status} ${stopped.detail}`, /^503 .*(behind|run evenly for a minute)/);
      const counts = {
        authentication: await countChanges('authentication'),
        platform: await countChanges('platform'),
      };
      await accept(role);
      await untilReady(platform.address);
      counts[role] += 1;
      assert.deepEqual(
        { authentication: await countChanges('authentication'), platform: await countChanges('platform') },
        counts,
        'each server keeps its own record',
      );
    },
  );
}

void test(
  'an authentication server that starts a year ahead serves, and serves when it starts on the right time again',
  { skip },
  async () => {
    await restartAuthentication(yearMs);
    await untilReady(platform.address);
    await restartAuthentication(0);
    await untilReady(platform.address);
  },
);

void test(
  'one that starts a minute behind is waited for or accepted, and the platform tells why it is not ready',
  { skip },
  async () => {
    await restartAuthentication(-minuteMs);
    const stopped = await readiness(platform.address);
    assert.equal(stopped.status, 503);
    assert.match(stopped.detail, /seconds behind the highest time.*tally clock accept/);
    await accept('authentication');
    await untilReady(platform.address);
  },
);
