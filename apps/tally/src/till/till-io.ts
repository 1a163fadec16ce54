import type { Fetch, Wait } from '@tallystick/cashier-terminal';
import type { Clock } from '@tallystick/foundation';

/** The world of a `tally till` command, handed in so that a test can be that world. */
export interface TillIo {
  readonly stdin: AsyncIterable<Uint8Array | string>;
  readonly stdout: { write(text: string): unknown };
  readonly stderr: { write(text: string): unknown };
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly fetch: Fetch;
  readonly clock: Clock;
  /** Aborted by Ctrl-C: a payment under way is reversed. */
  readonly signal?: AbortSignal;
  readonly wait?: Wait;
}

/** What the shell is told. */
export const exitCodes = {
  approved: 0,
  /** The command line, the till or the server is at fault; nothing was charged by this command. */
  error: 1,
  /** Declined or reversed: a certain end, and nothing is charged. */
  declined: 2,
  /** Not known yet. `tally till recover` finds out. */
  unknown: 3,
} as const;
