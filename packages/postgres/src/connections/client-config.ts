import type { ClientConfig } from 'pg';
import type { ConnectionTarget } from './connection-target.ts';

export interface DatabaseOptions {
  /** Connections for ordinary work; each lane has one more. */
  readonly maximumConnections?: number;
  /** Callers that wait for one of them; the next one gets `overloaded`. */
  readonly maximumWaiting?: number;
  readonly connectTimeoutMs?: number;
  readonly statementTimeoutMs?: number;
  readonly lockTimeoutMs?: number;
  /** Between the database’s own limit on a statement and ours: only a server that falls silent lets it pass. */
  readonly answerGraceMs?: number;
  /** A transaction that is open and silent for this long has lost its owner: the database ends it. */
  readonly idleInTransactionTimeoutMs?: number;
}

export const defaultOptions: Required<DatabaseOptions> = {
  maximumConnections: 8,
  maximumWaiting: 1_000,
  connectTimeoutMs: 2_000,
  statementTimeoutMs: 5_000,
  lockTimeoutMs: 2_000,
  answerGraceMs: 2_000,
  idleInTransactionTimeoutMs: 10_000,
};

export function clientConfig(
  target: ConnectionTarget | string,
  options: Required<DatabaseOptions>,
): ClientConfig {
  return {
    ...(typeof target === 'string' ? { connectionString: target } : target),
    application_name: 'tallystick',
    keepAlive: true,
    connectionTimeoutMillis: options.connectTimeoutMs,
    statement_timeout: options.statementTimeoutMs,
    lock_timeout: options.lockTimeoutMs,
    idle_in_transaction_session_timeout: options.idleInTransactionTimeoutMs,
  };
}
