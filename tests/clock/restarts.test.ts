import assert from 'node:assert/strict';
import { rm } from 'node:fs/promises';
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
import { readMarkMs, readiness, untilReady } from './readiness.ts';

/** `tally start` and its PostgreSQL on one faked clock, as on one machine, over restarts. */
const skip = withoutFaketime;
const isLong = process.env['TALLY_TEST_LONG'] === '1';
const onlyLong =
  skip === false ? 'only in the long run (npm run test:long); judge-clock.test.ts has it too' : skip;

let folder: string;
let clock: FakedClock;
let postgres: FakedPostgres;
let settings: Readonly<Record<string, string>>;

before(async () => {
  if (skip !== false) return;
  folder = await newFolder();
  clock = await createFakedClock(folder);
  postgres = await startFakedPostgres(folder, clock);
  settings = {
    ...clock.environment,
    TALLY_DATA: path.join(folder, 'data'),
    DATABASE_URL: postgres.databaseUrl,
  };
});
after(async () => {
  if (skip !== false) return;
  await postgres.stop();
  await rm(folder, { recursive: true, force: true });
});

/** Starts on a clock that is wrong by so much, and ends when the work is done. */
async function onClock(errorMs: number, work: (server: TallyServer) => Promise<void>): Promise<void> {
  await clock.set(errorMs);
  const server = await startTally(settings, ['--no-demo']);
  try {
    await work(server);
  } finally {
    await server.interrupt();
  }
}

const accept = (...more: string[]) => runTally(['clock', 'accept', '--yes', ...more], settings);

async function isServedAtOnce({ address }: TallyServer): Promise<void> {
  assert.deepEqual(await readiness(address), { status: 200, detail: '' });
}

void test('the first start works at once, and the time is accepted beside it', { skip }, async () => {
  await onClock(0, async (server) => {
    await isServedAtOnce(server);
    const { exitCode, stdout } = await accept();
    assert.equal(exitCode, 0);
    assert.match(stdout, /^Last time of work {3}none yet$/m);
    await isServedAtOnce(server);
  });
});

/** Every start takes a second: the others are left to the long run, and to jumps.test.ts. */
const aheadOfRun = isLong
  ? ([
      ['a minute', minuteMs],
      ['a day', dayMs],
      ['a year', yearMs],
    ] as const)
  : ([['a day', dayMs]] as const);
const behindOfRun = isLong
  ? ([
      ['a minute', minuteMs, /\d seconds behind/],
      ['a day', dayMs, /24 hours behind/],
      ['a year', yearMs, /365 days behind/],
    ] as const)
  : ([['a year', yearMs, /365 days behind/]] as const);

for (const [name, errorMs] of aheadOfRun) {
  void test(
    `started ${name} ahead, then right again: served both times, and the mark stays`,
    { skip },
    async () => {
      const markMs = await readMarkMs(postgres.database);
      await onClock(errorMs, isServedAtOnce);
      await onClock(0, isServedAtOnce);
      assert.equal(await readMarkMs(postgres.database), markMs);
    },
  );
}

for (const [name, errorMs, words] of behindOfRun) {
  void test(
    `started ${name} behind, payments are stopped until the operator accepts the time`,
    { skip },
    async () => {
      await clock.set(0);
      assert.equal((await accept('--reason', 'the test begins')).exitCode, 0, 'also where no server runs');
      await onClock(-errorMs, async (server) => {
        const stopped = await readiness(server.address);
        assert.equal(stopped.status, 503);
        assert.match(stopped.detail, words);
        const doctor = await runTally(['doctor'], { ...settings, TALLY_PORT: new URL(server.address).port });
        assert.match(doctor.stdout, /WRONG.* behind .*tally clock accept.*\(clock_unsafe\)/);

        const { exitCode, stdout } = await accept('--reason', `${name} behind`, '--json');
        assert.equal(exitCode, 0);
        const { highWaterAfter }: { readonly highWaterAfter: string } = JSON.parse(stdout);
        await untilReady(server.address);
        assert.equal(await readMarkMs(postgres.database), Date.parse(highWaterAfter));
      });
    },
  );
}

void test('who accepted when, and the time before and after, are kept', { skip }, async () => {
  const rows = await postgres.database.query<{
    readonly actor: string;
    readonly before: { readonly highWater: string };
    readonly after: { readonly highWater: string };
    readonly reason: string | null;
  }>({
    name: '',
    text: `SELECT actor, before, after, reason FROM platform.changes WHERE action = 'clock.accept'`,
    values: [],
  });
  assert.equal(rows.length, 1 + 2 * behindOfRun.length);
  const yearBack = rows.find(({ reason }) => reason === 'a year behind')!;
  assert.match(yearBack.actor, /^user:.+@.+$/);
  const movedMs = Date.parse(yearBack.before.highWater) - Date.parse(yearBack.after.highWater);
  assert.ok(Math.abs(movedMs - yearMs) < minuteMs, JSON.stringify(yearBack));
});

void test('more than 400 days ahead needs the command too', { skip: isLong ? skip : onlyLong }, async () => {
  await clock.set(0);
  await accept();
  await onClock(401 * dayMs, async (server) => {
    const stopped = await readiness(server.address);
    assert.match(`${stopped.status} ${stopped.detail}`, /^503 .*401 days ahead/);
    assert.equal((await accept()).exitCode, 0);
    await untilReady(server.address);
  });
  await clock.set(0);
  assert.equal((await accept()).exitCode, 0);
});

void test(
  'the command accepts nothing without --yes where nobody can be asked, nor where two clocks differ',
  { skip },
  async () => {
    await clock.set(0);
    const markMs = await readMarkMs(postgres.database);
    const unasked = await runTally(['clock', 'accept'], settings);
    assert.deepEqual([unasked.exitCode, unasked.stdout], [2, '']);
    await clock.set(dayMs);
    const { DATABASE_URL = '', TALLY_DATA = '' } = settings;
    const elsewhere = await runTally(['clock', 'accept', '--yes'], { DATABASE_URL, TALLY_DATA });
    assert.equal(elsewhere.exitCode, 1);
    assert.match(elsewhere.stderr, /differ by -864\d\d\.\d seconds.*\(clock_unsafe\)/);
    assert.equal(await readMarkMs(postgres.database), markMs);
  },
);
