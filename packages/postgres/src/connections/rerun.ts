import { setTimeout as wait } from 'node:timers/promises';
import { failureOf } from './failure.ts';

const maximumRuns = 8;
const firstPauseMs = 1;
const longestPauseMs = 50;

/**
 * Runs an attempt again while it loses against other transactions: eight times at most, with pauses of 1, 2, 4 … 50 ms.
 * The pauses need no jitter, because the database lets one of two that collide go on.
 */
export async function rerunOnConflict<Answer>(attempt: () => Promise<Answer>): Promise<Answer> {
  for (let run = 1; ; run += 1) {
    try {
      return await attempt();
    } catch (error) {
      if (run === maximumRuns || failureOf(error) !== 'conflict') throw error;
    }
    await wait(Math.min(firstPauseMs * 2 ** (run - 1), longestPauseMs));
  }
}
