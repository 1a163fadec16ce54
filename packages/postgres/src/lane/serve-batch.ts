import { TallyError } from '@tallystick/foundation';
import { failureOf, toTallyError } from '../connections/failure.ts';
import { rerunOnConflict } from '../connections/rerun.ts';
import { runTransaction } from '../connections/run-transaction.ts';
import type { LaneConnection } from './lane-connection.ts';
import type { LaneOptions, Waiting } from './lane-options.ts';
import { bucketOfBatch } from './take-batch.ts';

/**
 * Serves a batch in one transaction. When it can’t be served, both halves are tried, down to the request that can’t, so
 * that one request never fails another: at most 2n - 1 transactions for n requests, each run eight times at most.
 */
export async function serveBatch<Request, Answer>(
  connection: LaneConnection,
  options: LaneOptions<Request, Answer>,
  batch: readonly Waiting<Request, Answer>[],
): Promise<void> {
  try {
    const answers = await rerunOnConflict(() => decideAndCommit(connection, options, batch));
    // A turn later, so that the next batch is on its way to the database before these answers are written out.
    setImmediate(() => answers.forEach((answer, index) => batch[index]?.resolve(answer)));
  } catch (error) {
    if (failureOf(error) === 'unavailable') {
      for (const { reject } of batch) reject(toTallyError(error));
      return;
    }
    if (batch.length === 1) {
      batch[0]?.reject(
        error instanceof TallyError ? error : new TallyError('internal_error', { cause: error }),
      );
      return;
    }
    const middle = Math.ceil(batch.length / 2);
    await serveBatch(connection, options, batch.slice(0, middle));
    await serveBatch(connection, options, batch.slice(middle));
  }
}

async function decideAndCommit<Request, Answer>(
  connection: LaneConnection,
  options: LaneOptions<Request, Answer>,
  batch: readonly Waiting<Request, Answer>[],
): Promise<readonly Answer[]> {
  const requests = batch.map(({ request }) => request);
  const bucket = bucketOfBatch(batch, options);
  const session = await connection.session();
  return runTransaction(session, async (transaction) => {
    const answers = await options.decide(transaction, requests, bucket);
    // Looked at before COMMIT, because a request without an answer must not be stored.
    if (answers.length !== requests.length) throw new Error(`The lane ${options.name} lost an answer.`);
    return answers;
  });
}
