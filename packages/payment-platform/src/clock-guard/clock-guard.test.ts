import assert from 'node:assert/strict';
import { after, before, test, type TestContext } from 'node:test';
import { createManualClock, systemClock, TallyError } from '@tallystick/foundation';
import { startPlatform } from '../testing/start-platform.ts';
import { startClockGuard, trustingClockGuard } from './clock-guard.ts';
import { moveHighWaterMark, readStoredClock } from './stored-clock.ts';

let platform: Awaited<ReturnType<typeof startPlatform>>;

before(async () => {
  platform = await startPlatform();
});
after(() => platform.server.stop());

/** A clock that starts at the machine’s time, so that it agrees with the database’s, and that the test can set. */
/** The first look begins at once: a clock that is to be wrong for it is wrong from the start. */
function startGuard(context: TestContext, clockErrorMs = 0) {
  const clock = createManualClock(systemClock.nowMs() + clockErrorMs);
  const changes: (string | undefined)[] = [];
  const guard = startClockGuard({
    database: platform.context.database,
    clock,
    onChange: (reason) => changes.push(reason),
  });
  context.after(() => guard.stop());
  return { clock, guard, changes };
}

function isUnsafe(error: unknown): boolean {
  return (
    error instanceof TallyError && error.code === 'clock_unsafe' && error.retryAfterSeconds !== undefined
  );
}

async function clearMark(): Promise<void> {
  await platform.context.database.query({ name: '', text: 'DELETE FROM platform.clock_mark', values: [] });
}

void test('service waits for the first look, then runs, and the mark stands', async (context) => {
  const { guard, changes } = startGuard(context);
  assert.throws(() => guard.assertClockSafe(), isUnsafe);
  await guard.look();
  guard.assertClockSafe();
  assert.equal(changes.at(-1), undefined);
  const stored = await readStoredClock(platform.context.database);
  assert.ok(stored.highWaterMs !== undefined && stored.databaseMs - stored.highWaterMs < 60_000);
});

void test('a clock that was set stops service before the database is asked, and until it is right again', async (context) => {
  const { guard, clock } = startGuard(context);
  await guard.look();
  const rightMs = clock.nowMs();
  clock.set(rightMs + 3000);
  assert.throws(() => guard.assertClockSafe(), isUnsafe);
  clock.set(systemClock.nowMs() + 60_000);
  await guard.look();
  assert.throws(() => guard.assertClockSafe(), isUnsafe);
  clock.set(systemClock.nowMs());
  await guard.look();
  guard.assertClockSafe();
});

void test('an unsafe time never moves the mark', async (context) => {
  await clearMark();
  const { guard } = startGuard(context, 60_000);
  await guard.look();
  assert.throws(() => guard.assertClockSafe(), isUnsafe);
  assert.equal((await readStoredClock(platform.context.database)).highWaterMs, undefined);
});

void test('a machine whose time lies behind the mark does not serve', async (context) => {
  await clearMark();
  await moveHighWaterMark(platform.context.database, systemClock.nowMs() + 3_600_000);
  const { guard } = startGuard(context);
  await guard.look();
  assert.throws(() => guard.assertClockSafe(), isUnsafe);
  await clearMark();
  await guard.look();
  guard.assertClockSafe();
});

void test('the mark only moves forward', async () => {
  await clearMark();
  await moveHighWaterMark(platform.context.database, 5000);
  await moveHighWaterMark(platform.context.database, 4000);
  assert.equal((await readStoredClock(platform.context.database)).highWaterMs, 5000);
  await clearMark();
});

void test('a test with a clock of its own can switch the guard off', () => {
  trustingClockGuard.assertClockSafe();
});
