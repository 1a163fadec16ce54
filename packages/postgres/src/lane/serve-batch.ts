import { TallyError } from '@tallystick/foundation';
import { failureOf, toTallyError } from '../connections/failure.ts';
import { rerunOnConflict } from '../connections/rerun.ts';
import { runTransaction } from '../connections/run-transaction.ts';
import type { Session } from '../connections/session.ts';
import type { LaneOptions } from './lane.ts';

export interface Waiting<Request, Answer> {
  readonly request: Request;
  readonly resolve: (answer: Answer) => void;
  readonly reject: (error: unknown) => void;
}

/**
 * Serves a batch in one transaction. When it can’t be served, both halves are tried, down to the request that can’t, so
 * that one request never fails another: at most 2n - 1 transactions for n requests, each run eight times at most.
 */
export async function serveBatch<Request, Answer>(
  session: Session,
  options: LaneOptions<Request, Answer>,
  batch: readonly Waiting<Request, Answer>[],
): Promise<void> {
  const requests = batch.map(({ request }) => request);
  try {
    const answers = await rerunOnConflict(() =>
      runTransaction(session, async (transaction) => {
        const decided = await options.decide(transaction, requests);
        // Looked at before COMMIT, because a request without an answer must not be stored.
        if (decided.length !== requests.length) throw new Error(`The lane ${options.name} lost an answer.`);
        return decided;
      }),
    );
    batch.forEach(({ resolve }, index) => {
      resolve(answers[index] as Answer);
    });
  } catch (error) {
    if (failureOf(error) === 'unavailable' || session.isBroken()) {
      batch.forEach(({ reject }) => {
        reject(toTallyError(error));
      });
    } else if (batch.length === 1) {
      batch[0]?.reject(
        error instanceof TallyError ? error : new TallyError('internal_error', { cause: error }),
      );
    } else {
      const middle = Math.ceil(batch.length / 2);
      await serveBatch(session, options, batch.slice(0, middle));
      await serveBatch(session, options, batch.slice(middle));
    }
  }
}
