import { setTimeout as wait } from 'node:timers/promises';
import { TallyError } from '@tallystick/foundation';
import { DatabaseError } from 'pg';
import { failureOf } from './failure.ts';

const maximumRuns = 8;
const firstPauseMs = 1;
const longestPauseMs = 50;
const uniqueViolation = '23505';

/**
 * Runs an attempt again while it loses against other transactions: eight times at most, with pauses of 1, 2, 4 … 50 ms.
 * The pauses need no jitter, because the database lets one of two that collide go on.
 *
 * @throws TallyError `overloaded` where it has lost every time. A row that was there already every time is thrown as it is:
 * a run sees what the one before met, so that this is no race but a mistake of ours, which should show.
 */
export async function rerunOnConflict<Answer>(attempt: () => Promise<Answer>): Promise<Answer> {
  for (let run = 1; ; run += 1) {
    try {
      return await attempt();
    } catch (error) {
      if (failureOf(error) !== 'conflict') throw error;
      if (run === maximumRuns) throw lostEveryTime(error);
    }
    await wait(Math.min(firstPauseMs * 2 ** (run - 1), longestPauseMs));
  }
}

function lostEveryTime(error: unknown): unknown {
  if (error instanceof DatabaseError && error.code === uniqueViolation) return error;
  const detail = `Other transactions were faster ${maximumRuns} times in a row. Nothing was stored.`;
  return new TallyError('overloaded', { detail, cause: error, retryAfterSeconds: 1 });
}
