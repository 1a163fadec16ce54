import { TallyError } from '@tallystick/foundation';
import { DatabaseError } from 'pg';
import { toTallyError } from './failure.ts';
import type { Transaction } from './transaction.ts';

/** Asks whether the database can commit; see `Database.assertWritable`. */
export interface WriteProbe {
  /** To be told of every statement that failed: a full disk counts from the first one on. */
  noteFailure(error: unknown): void;
  assertWritable(): Promise<void>;
}

type RunTransaction = (work: (transaction: Transaction) => Promise<void>) => Promise<void>;

/** How long an answer holds. A load balancer asks every few seconds, and nobody needs a key to ask. */
const answerHoldsMs = 2_000;
/** How long a payment that met a full disk counts more than a probe that found room: its table may stand on another. */
const failureHoldsMs = 5_000;
const diskFull = '53100';

export const probeSettings = { work_mem: '64kB', temp_tablespaces: '' };

/**
 * A mebibyte, which goes into a file beside the tables because it exceeds work_mem: rows of a payment need room there, and
 * the database’s log does too. Then a record of that log, which nobody reads, so that the commit has to reach the disk.
 */
const probeText = `WITH room AS MATERIALIZED (SELECT repeat('x', 1000) AS block FROM generate_series(1, 1000))
  SELECT count(block), pg_logical_emit_message(true, 'tallystick', '') FROM room`;

export function createWriteProbe(run: RunTransaction, monotonicMs: () => number): WriteProbe {
  let fullSinceMs: number | undefined;
  let answer: { readonly atMs: number; readonly error: Error | undefined } | undefined;
  let running: Promise<void> | undefined;

  async function probe(): Promise<void> {
    const error = await run(async (transaction) => {
      await transaction.read({ name: '', text: probeText, values: [] });
    }).then(() => undefined, asError);
    answer = { atMs: monotonicMs(), error };
  }
  return {
    noteFailure(error) {
      if (error instanceof DatabaseError && error.code === diskFull) fullSinceMs = monotonicMs();
    },
    async assertWritable() {
      const nowMs = monotonicMs();
      if (fullSinceMs !== undefined && nowMs - fullSinceMs < failureHoldsMs) throw fullDisk();
      if (answer === undefined || nowMs - answer.atMs >= answerHoldsMs) {
        running ??= probe().finally(() => (running = undefined));
        await running;
      }
      if (answer?.error !== undefined) throw answer.error;
    },
  };
}

function asError(reason: unknown): Error {
  const error = toTallyError(reason);
  return error instanceof Error ? error : new TallyError('internal_error', { cause: error });
}

function fullDisk(): TallyError {
  return new TallyError('database_unavailable', {
    detail: 'The database’s disk is full.',
    retryAfterSeconds: 1,
  });
}
