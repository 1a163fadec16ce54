import assert from 'node:assert/strict';
import { test } from 'node:test';
import { TallyError } from '@tallystick/foundation';
import { DatabaseError } from 'pg';
import { createWriteProbe } from './write-probe.ts';

const full = Object.assign(new DatabaseError('could not extend file', 0, 'error'), { code: '53100' });
const slow = Object.assign(new DatabaseError('canceling statement', 0, 'error'), { code: '57014' });
const isFull = (error: unknown): boolean =>
  error instanceof TallyError &&
  error.code === 'database_unavailable' &&
  error.message === 'The database’s disk is full.';

/** A probe of a database that has room or not, on a clock that stands still. */
function probeOf() {
  const disk = { isFull: false, probes: 0, nowMs: 0 };
  const probe = createWriteProbe(
    () => {
      disk.probes += 1;
      return disk.isFull ? Promise.reject(full) : Promise.resolve();
    },
    () => disk.nowMs,
  );
  return { probe, disk };
}

test('an answer holds for two seconds, and all who ask meanwhile share one question', async () => {
  const { probe, disk } = probeOf();
  await Promise.all([probe.assertWritable(), probe.assertWritable()]);
  disk.nowMs = 1_999;
  await probe.assertWritable();
  assert.equal(disk.probes, 1);
  disk.nowMs = 2_000;
  disk.isFull = true;
  await assert.rejects(probe.assertWritable(), isFull);
  assert.equal(disk.probes, 2);
});

test('recovery is found by the first question after the answer of before has aged', async () => {
  const { probe, disk } = probeOf();
  disk.isFull = true;
  await assert.rejects(probe.assertWritable(), isFull);
  disk.isFull = false;
  await assert.rejects(probe.assertWritable(), isFull);
  disk.nowMs = 2_000;
  await probe.assertWritable();
});

test('a statement that meets a full disk counts at once, and for five seconds', async () => {
  const { probe, disk } = probeOf();
  await probe.assertWritable();
  probe.noteFailure(slow);
  await probe.assertWritable();
  probe.noteFailure(full);
  await assert.rejects(probe.assertWritable(), isFull);
  disk.nowMs = 4_999;
  await assert.rejects(probe.assertWritable(), isFull);
  assert.equal(disk.probes, 1);
  disk.nowMs = 5_000;
  await probe.assertWritable();
  assert.equal(disk.probes, 2);
});
