import type { ClientConfig } from 'pg';
import type { ConnectionTarget } from './connection-target.ts';
import type { DurabilitySetting } from './session-settings.ts';

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
  /** Settings of the server that may be off; a server with any other of them off is `database_unsafe`. */
  readonly mayBeOff?: readonly DurabilitySetting[];
}

export const defaultOptions: Required<DatabaseOptions> = {
  maximumConnections: 8,
  maximumWaiting: 1_000,
  connectTimeoutMs: 2_000,
  statementTimeoutMs: 5_000,
  lockTimeoutMs: 2_000,
  answerGraceMs: 2_000,
  idleInTransactionTimeoutMs: 10_000,
  mayBeOff: [],
};

/** What the driver is given; the limits of a session are among the settings that it gets when it is open. */
export function clientConfig(
  target: ConnectionTarget | string,
  { connectTimeoutMs }: Required<DatabaseOptions>,
): ClientConfig {
  return {
    ...(typeof target === 'string' ? { connectionString: target } : target),
    application_name: 'tallystick',
    keepAlive: true,
    connectionTimeoutMillis: connectTimeoutMs,
  };
}
