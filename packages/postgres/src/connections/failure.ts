import { TallyError } from '@tallystick/foundation';
import { DatabaseError } from 'pg';
import { isRowCountMismatch } from './counted-write.ts';

/**
 * What a failed statement means. `conflict`: another transaction was faster, run the work again from its reads.
 * `unavailable`: the database is away, starting, full or too slow; nothing is wrong with the work.
 * `broken`: the statement or the work itself is wrong.
 */
export type Failure = 'conflict' | 'unavailable' | 'broken';

/** SQLSTATE: unique_violation, serialization_failure, deadlock_detected. */
const conflictStates = new Set(['23505', '40001', '40P01']);

/**
 * SQLSTATE classes 08 (connection), 53 (resources, a full disk among them), 57 (operator intervention: shutdown, crash,
 * starting up, a statement that took too long) and 58 (the system below); and single states of other classes.
 */
const unavailableClasses = new Set(['08', '53', '57', '58']);
const unavailableStates = new Set([
  '25006', // read_only_sql_transaction: a standby after a failover
  '25P03', // idle_in_transaction_session_timeout
  '25P04', // transaction_timeout
  '55P03', // lock_not_available: lock_timeout
]);

/** System errors of the socket, and what the driver says when a connection ends or does not come about. */
const systemErrorCodes = /^E(?!RR_)[A-Z_]+$/;
const driverMessages = /^Connection terminated|timeout expired|timeout exceeded|not queryable|read timeout/;

export function failureOf(error: unknown): Failure {
  if (error instanceof TallyError) return isAway(error) ? 'unavailable' : 'broken';
  if (error instanceof DatabaseError) return failureOfState(error);
  if (error instanceof AggregateError)
    return error.errors.every(isConnectionError) ? 'unavailable' : 'broken';
  return isConnectionError(error) ? 'unavailable' : 'broken';
}

/** A server that came back with a setting off is as good as away until that is set right. */
function isAway({ code }: TallyError): boolean {
  return code === 'database_unavailable' || code === 'database_unsafe';
}

function failureOfState(error: DatabaseError): Failure {
  const state = error.code ?? '';
  if (conflictStates.has(state) || isRowCountMismatch(error)) return 'conflict';
  if (unavailableStates.has(state) || unavailableClasses.has(state.slice(0, 2))) return 'unavailable';
  return 'broken';
}

function isConnectionError(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  if ('code' in error && typeof error.code === 'string' && systemErrorCodes.test(error.code)) return true;
  return driverMessages.test(error.message);
}

/** The registry’s error for a database that is away; any other error as it is. */
export function toTallyError(error: unknown): unknown {
  const isNamed = error instanceof TallyError && error.code !== 'database_unsafe';
  if (isNamed || failureOf(error) !== 'unavailable') return error;
  return new TallyError('database_unavailable', {
    detail: detailOf(error),
    cause: error,
    retryAfterSeconds: 1,
  });
}

function detailOf(error: unknown): string {
  if (error instanceof TallyError) return error.message;
  if (error instanceof DatabaseError && error.code === '53100') return 'The database’s disk is full.';
  if (error instanceof DatabaseError) return `The database did not answer: ${error.message}.`;
  return 'The database did not answer.';
}
