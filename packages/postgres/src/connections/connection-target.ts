/** Where a PostgreSQL is and who we are there. `host` is a name, an address, or the folder of a Unix socket. */
export interface ConnectionTarget {
  readonly host: string;
  readonly port: number;
  readonly user: string;
  readonly database: string;
}

/** The same target as a `DATABASE_URL`, for a child process or another tool. */
export function connectionUrl(target: ConnectionTarget): string {
  const { host, port, user, database } = target;
  const parameters = new URLSearchParams({ host, port: String(port) });
  return `postgresql://${encodeURIComponent(user)}@/${encodeURIComponent(database)}?${parameters.toString()}`;
}
