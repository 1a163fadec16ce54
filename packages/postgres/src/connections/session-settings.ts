import { TallyError } from '@tallystick/foundation';
import { DatabaseError } from 'pg';
import type { Session } from './session.ts';
import type { Statement } from './statement.ts';

/** Settings of the server without which a commit can be lost with the power. No session can change them. */
export const durabilitySettings = ['fsync', 'full_page_writes'] as const;

export type DurabilitySetting = (typeof durabilitySettings)[number];

/** Of `DatabaseOptions`, what a session is limited by. */
interface Limits {
  readonly statementTimeoutMs: number;
  readonly lockTimeoutMs: number;
  readonly idleInTransactionTimeoutMs: number;
}

/**
 * What every session is set to when it is opened, whatever the role, the database, its configuration or `options` in a
 * DATABASE_URL say. Our statements mean what they mean only with these, and a commit is durable only with the first.
 */
function sessionSettings(limits: Limits): Readonly<Record<string, string>> {
  return {
    // search_path first: none of the others then meets a function of somebody else’s.
    search_path: 'pg_catalog, pg_temp',
    // A transaction of ours writes, and sees what was committed before each statement: locks are taken by statements.
    default_transaction_isolation: 'read committed',
    default_transaction_read_only: 'off',
    default_transaction_deferrable: 'off',
    // What texts, times, bytes and numbers mean on their way.
    client_encoding: 'UTF8',
    TimeZone: 'UTC',
    DateStyle: 'ISO, MDY',
    IntervalStyle: 'postgres',
    bytea_output: 'hex',
    extra_float_digits: '1',
    standard_conforming_strings: 'on',
    array_nulls: 'on',
    transform_null_equals: 'off',
    // A policy on our tables would hide rows from a sum without a word; with `off` the statement fails.
    row_security: 'off',
    statement_timeout: String(limits.statementTimeoutMs),
    lock_timeout: String(limits.lockTimeoutMs),
    idle_in_transaction_session_timeout: String(limits.idleInTransactionTimeoutMs),
    // The limits above are ours; these two would end a batch or a lane’s connection by a clock that we don’t know.
    transaction_timeout: '0',
    idle_session_timeout: '0',
  };
}

/**
 * Prepares a session that was just opened, in one round trip.
 *
 * @throws TallyError `database_unsafe` where a setting can’t be had, or a commit of this server would not be durable.
 */
export async function prepareSession(
  session: Session,
  options: Limits & { readonly mayBeOff: readonly DurabilitySetting[] },
): Promise<void> {
  const [result] = await session.send([settingStatement(options)]).catch((error: unknown) => {
    throw asUnsafe(error);
  });
  const found = new Map(Object.entries(result?.rows[0] ?? {}));
  const off = durabilitySettings.filter((name) => found.get(name) !== 'on');
  const missing = off.filter((name) => !options.mayBeOff.includes(name));
  if (missing.length === 0) return;
  const words = missing.join(' and ');
  const detail = `The database runs with ${words} off: an approved payment can be lost with the power. Set ${words} to on, or allow it by TALLY_ALLOW_UNSAFE_DATABASE=${missing.join(',')}.`;
  throw new TallyError('database_unsafe', { detail });
}

function settingStatement(limits: Limits): Statement {
  const columns = [
    ...Object.entries(sessionSettings(limits)).map(([name, value]) => setWhereKnown(name, value)),
    // An answer waits until the commit is on this server’s disk and on those of its synchronous standbys. `local` and
    // `remote_write` promise less after a failover, `off` nothing; `remote_apply` promises more and is left.
    `CASE current_setting('synchronous_commit') WHEN 'remote_apply' THEN 'remote_apply'
      ELSE set_config('synchronous_commit', 'on', false) END`,
    // Any other lets foreign keys and constraint triggers sleep. Only a superuser may set it, so it is left where right.
    `CASE current_setting('session_replication_role') WHEN 'origin' THEN 'origin'
      ELSE set_config('session_replication_role', 'origin', false) END`,
    ...durabilitySettings.map((name) => `current_setting('${name}') AS ${name}`),
  ];
  const text = `SELECT ${columns.join(', ')}`.replaceAll(
    /\b(set_config|current_setting)\(/g,
    'pg_catalog.$1(',
  );
  return { name: '', text, values: [] };
}

/** Not every version of PostgreSQL has each of them; where it has not, it behaves as we set it. */
function setWhereKnown(name: string, value: string): string {
  return `CASE WHEN current_setting('${name}', true) IS NOT NULL THEN set_config('${name}', '${value}', false) END`;
}

/** SQLSTATE class 42 and 22: the database is well, and does not let this role have a setting. */
function asUnsafe(error: unknown): unknown {
  if (!(error instanceof DatabaseError) || !/^(42|22)/.test(error.code ?? '')) return error;
  const detail = `The database does not let this role have the settings that payments rest on: ${error.message}.`;
  return new TallyError('database_unsafe', { detail, cause: error });
}
