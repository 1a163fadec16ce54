import assert from 'node:assert/strict';
import { test } from 'node:test';
import { DatabaseError } from 'pg';
import { rerunOnConflict } from './rerun.ts';

function databaseError(code: string): DatabaseError {
  const error = new DatabaseError('as the database says', 0, 'error');
  error.code = code;
  return error;
}

/** Fails so many times with that state, then answers with the number of its runs. */
function failing(times: number, code: string) {
  let runs = 0;
  const attempt = (): Promise<number> => {
    runs += 1;
    return runs <= times ? Promise.reject(databaseError(code)) : Promise.resolve(runs);
  };
  return { attempt, runs: () => runs };
}

const conflicts = { deadlock: '40P01', serialisation: '40001', 'a row that is there': '23505' };
for (const [name, code] of Object.entries(conflicts))
  void test(`what has lost seven times is run an eighth time: ${name}`, async () => {
    assert.equal(await rerunOnConflict(failing(7, code).attempt), 8);
  });

for (const code of ['40P01', '40001'])
  void test(`who loses eight times in a row is told to come again: ${code}`, async () => {
    const { attempt, runs } = failing(8, code);
    await assert.rejects(rerunOnConflict(attempt), (error: Error & { code?: string }) => {
      assert.equal(error.code, 'overloaded');
      assert.ok(error.cause instanceof DatabaseError, 'the log says what it was');
      return true;
    });
    assert.equal(runs(), 8);
  });

void test('a row that is there every time is a mistake and is shown as one', async () => {
  await assert.rejects(rerunOnConflict(failing(8, '23505').attempt), { code: '23505' });
});

void test('what is no conflict is not run again', async () => {
  const { attempt, runs } = failing(1, '22001');
  await assert.rejects(rerunOnConflict(attempt), { code: '22001' });
  assert.equal(runs(), 1);
});
