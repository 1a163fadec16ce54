import { execFile } from 'node:child_process';
import { availableParallelism } from 'node:os';
import { promisify } from 'node:util';
import type { ConnectionTarget } from '@tallystick/postgres';
import { type PgbenchReport, readPgbenchReport } from './read-report.ts';

/** TPC-B as PostgreSQL’s own bench plays it: what everybody can compare with. */
export interface TpcB {
  readonly pgbenchVersion: string;
  readonly scale: number;
  readonly clients: number;
  measure(seconds: number): Promise<PgbenchReport>;
}

const run = promisify(execFile);
const scale = 10;
const clients = 16;
const initialiseTimeoutMs = 120_000;
const graceMs = 30_000;

/**
 * Fills the tables of TPC-B.
 *
 * @param pgbench the program.
 * @param target an empty database on the very server that our payments use, by its Unix socket.
 * @throws Error where it fails.
 */
export async function prepareTpcB(pgbench: string, target: ConnectionTarget): Promise<TpcB> {
  const connection = ['-h', target.host, '-p', String(target.port), '-U', target.user, target.database];
  const { stdout: version } = await run(pgbench, ['--version']);
  await run(pgbench, ['-i', '-q', '-s', String(scale), ...connection], { timeout: initialiseTimeoutMs });

  async function measure(seconds: number): Promise<PgbenchReport> {
    const threads = Math.min(clients, availableParallelism());
    // Prepared is the fastest of its three modes, and our own statements are prepared too. Without `-n` it vacuums its
    // small hot tables first, which is what it measures best with.
    const load = ['-M', 'prepared', '-c', String(clients), '-j', String(threads), '-T', String(seconds)];
    const { stdout } = await run(pgbench, [...load, ...connection], { timeout: seconds * 1000 + graceMs });
    return readPgbenchReport(stdout);
  }
  return { pgbenchVersion: version.trim(), scale, clients, measure };
}
