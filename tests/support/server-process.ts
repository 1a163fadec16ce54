import { spawn } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import { createInterface } from 'node:readline';
import type { CredentialThrottleLimits, RaceGuards } from '@tallystick/authentication-server';
import type { ClockLimits } from '@tallystick/payment-platform';

/** What a test changes about a server. */
export interface ServerChanges {
  readonly guards?: Partial<RaceGuards>;
  readonly limits?: CredentialThrottleLimits;
  readonly clockLimits?: ClockLimits;
}

export interface ServerProcess {
  readonly address: URL;
  readonly processId: number;
  /** Lets the server end by itself, then waits for it. */
  stop(): Promise<void>;
  /** kill -9. */
  kill(): Promise<void>;
}

const entry = path.join(import.meta.dirname, 'server-entry.ts');
const startTimeoutMs = 30_000;

/** Limits that no test reaches, for tests that are about something else. */
export const liftedLimits: CredentialThrottleLimits = {
  burst: 1_000_000,
  refillMs: 1,
  perDay: 1_000_000,
  reservedPerDay: 0,
  tillBurst: 1_000_000,
  tillRefillMs: 1,
};

/**
 * Starts a server on a migrated database.
 *
 * @param keys the text of a key file.
 */
export async function startServerProcess(
  databaseUrl: string,
  keys: string,
  changes: ServerChanges = {},
  environment: Readonly<Record<string, string>> = {},
): Promise<ServerProcess> {
  const child = spawn(process.execPath, [entry, JSON.stringify(changes)], {
    stdio: ['pipe', 'pipe', 'inherit'],
    env: { ...process.env, ...environment, DATABASE_URL: databaseUrl, TALLY_KEYS: keys },
  });
  const ended = once(child, 'exit');
  const exit = ended.then(() => Promise.reject(new Error('the server under test did not start')));
  exit.catch(() => undefined);
  const signal = AbortSignal.timeout(startTimeoutMs);
  const firstLine: Promise<unknown[]> = once(createInterface({ input: child.stdout }), 'line', { signal });
  const [address] = await Promise.race([firstLine, exit]).catch((error: unknown) => {
    child.kill('SIGKILL');
    throw error;
  });
  // A server that a failed test has left does not keep the tests from ending, and ends with them.
  child.unref();
  return {
    address: new URL(String(address)),
    processId: child.pid ?? 0,
    async stop() {
      child.ref();
      child.stdin.end();
      await ended;
    },
    async kill() {
      child.ref();
      child.kill('SIGKILL');
      await ended;
    },
  };
}
