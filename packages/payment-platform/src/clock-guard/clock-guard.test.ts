import assert from 'node:assert/strict';
import { after, before, test, type TestContext } from 'node:test';
import { systemClock, TallyError, type Clock } from '@tallystick/foundation';
import { startPlatform } from '../testing/start-platform.ts';
import { startClockGuard, trustingClockGuard } from './clock-guard.ts';
import { acceptClock } from './accept-clock.ts';
import { defaultClockLimits } from './judge-clock.ts';
import { moveHighWaterMark, readStoredClock } from './stored-clock.ts';

let platform: Awaited<ReturnType<typeof startPlatform>>;

before(async () => {
  platform = await startPlatform();
});
after(() => platform.server.stop());

/**
 * A clock that starts at the machine’s time, so that it agrees with the database’s, and that the test can set. The
 * first look begins at once: a clock that is to be wrong for it is wrong from the start. The time that can’t be set is
 * the test’s too.
 */
function startGuard(context: TestContext, { errorMs = 0, limits = defaultClockLimits } = {}) {
  let setByMs = errorMs;
  let asleepMs = 0;
  const clock: Clock = {
    nowMs: () => systemClock.nowMs() + setByMs,
    monotonicMs: () => systemClock.monotonicMs() - asleepMs,
  };
  const changes: (string | undefined)[] = [];
  const { database } = platform.context;
  const guard = startClockGuard({
    database,
    clock,
    elapsedMs: systemClock.monotonicMs,
    onChange: (reason) => changes.push(reason),
    limits,
  });
  context.after(() => guard.stop());
  return {
    guard,
    changes,
    set: (newErrorMs: number) => void (setByMs = newErrorMs),
    /** The monotonic clock stands still meanwhile. */
    sleep: (durationMs: number) => void (asleepMs += durationMs),
  };
}

function isUnsafe(error: unknown): boolean {
  return (
    error instanceof TallyError && error.code === 'clock_unsafe' && error.retryAfterSeconds !== undefined
  );
}

async function clearMark(): Promise<void> {
  await platform.context.database.query({ name: '', text: 'DELETE FROM platform.clock_mark', values: [] });
}

async function readMark(): Promise<number | undefined> {
  return (await readStoredClock(platform.context.database)).highWaterMs;
}

async function putMark(databaseMs: number): Promise<void> {
  await clearMark();
  await moveHighWaterMark(platform.context.database, { databaseMs, acceptedChangeId: undefined });
}

void test('service waits for the first look, then runs; the mark stands where the time is confirmed', async (context) => {
  await clearMark();
  const { guard, changes } = startGuard(context);
  assert.throws(() => guard.assertClockSafe(), isUnsafe);
  await guard.look();
  guard.assertClockSafe();
  assert.deepEqual(changes, [undefined]);
  assert.equal(await readMark(), undefined, 'ten minutes have not passed');

  const quick = startGuard(context, { limits: { ...defaultClockLimits, confirmingMs: 0 } });
  await quick.guard.look();
  const stored = await readStoredClock(platform.context.database);
  assert.ok(stored.highWaterMs !== undefined && stored.databaseMs - stored.highWaterMs < 60_000);
});

void test('a clock that was set stops service before the database is asked, and for a minute after it is right again', async (context) => {
  const { guard, set, changes } = startGuard(context);
  await guard.look();
  set(3000);
  assert.throws(() => guard.assertClockSafe(), isUnsafe);
  set(0);
  assert.throws(() => guard.assertClockSafe(), isUnsafe, 'it is not forgotten before the next look');
  await guard.look();
  assert.throws(() => guard.assertClockSafe(), /has run evenly for a minute/);
  assert.equal(changes.length, 2, 'and is told once');
});

void test('after the minute service goes on by itself', async (context) => {
  const { guard, set } = startGuard(context, { limits: { ...defaultClockLimits, settlingMs: 0 } });
  await guard.look();
  set(60_000);
  await guard.look();
  assert.throws(() => guard.assertClockSafe(), /differ by 60\.\d seconds/);
  set(0);
  await guard.look();
  await guard.look();
  guard.assertClockSafe();
});

void test('a machine that wakes up has not had its clock set', async (context) => {
  const { guard, sleep } = startGuard(context);
  await guard.look();
  sleep(3_600_000);
  guard.assertClockSafe();
  await guard.look();
  guard.assertClockSafe();
});

void test('an unsafe time never moves the mark', async (context) => {
  await clearMark();
  const { guard } = startGuard(context, {
    errorMs: 60_000,
    limits: { ...defaultClockLimits, confirmingMs: 0 },
  });
  await guard.look();
  assert.throws(() => guard.assertClockSafe(), isUnsafe);
  assert.equal(await readMark(), undefined);
});

void test('a machine whose time lies behind the mark does not serve, until an operator accepts the time', async (context) => {
  await putMark(systemClock.nowMs() + 3_600_000);
  const { guard } = startGuard(context);
  await guard.look();
  assert.throws(() => guard.assertClockSafe(), /60 minutes behind/);
  const { database } = platform.context;
  const accepted = await acceptClock(database, 'platform', {
    actor: 'user:ann@kiosk',
    reason: 'NTP is right',
  });
  await guard.look();
  guard.assertClockSafe();
  assert.equal(await readMark(), accepted.changedAt.getTime());
});

void test('whoever accepts the time is recorded, with the mark before and after', async () => {
  await putMark(Date.UTC(2030, 0, 1));
  const { database } = platform.context;
  const first = await acceptClock(database, 'platform', { actor: 'user:ann@kiosk', reason: null });
  const second = await acceptClock(database, 'platform', { actor: 'user:bob@kiosk', reason: 'again' });
  const rows = await database.query({
    name: '',
    text: `SELECT changed_at, actor, action, object, before, after, reason, request_id FROM platform.changes
      WHERE change_id = ANY($1::uuid[]) ORDER BY changed_at`,
    values: [[first.changeId, second.changeId]],
  });
  const isoOf = ({ changedAt }: { changedAt: Date }): string => changedAt.toISOString();
  const common = { action: 'clock.accept', object: 'clock_mark', request_id: null };
  assert.deepEqual(rows, [
    {
      ...common,
      changed_at: first.changedAt,
      actor: 'user:ann@kiosk',
      before: { highWater: '2030-01-01T00:00:00.000Z' },
      after: { highWater: isoOf(first) },
      reason: null,
    },
    {
      ...common,
      changed_at: second.changedAt,
      actor: 'user:bob@kiosk',
      before: { highWater: isoOf(first) },
      after: { highWater: isoOf(second) },
      reason: 'again',
    },
  ]);
});

void test('the mark only moves forward, and not by a server that has not seen the last acceptance', async () => {
  const { database } = platform.context;
  await putMark(5000);
  await moveHighWaterMark(database, { databaseMs: 4000, acceptedChangeId: undefined });
  assert.equal(await readMark(), 5000);
  const { changedAt, changeId } = await acceptClock(database, 'platform', { actor: 'test', reason: null });
  const laterMs = changedAt.getTime() + 86_400_000;
  await moveHighWaterMark(database, { databaseMs: laterMs, acceptedChangeId: undefined });
  assert.equal(await readMark(), changedAt.getTime());
  await moveHighWaterMark(database, { databaseMs: laterMs, acceptedChangeId: changeId });
  assert.equal(await readMark(), laterMs);
  await clearMark();
});

void test('a test with a clock of its own can switch the guard off', () => {
  trustingClockGuard.assertClockSafe();
});
