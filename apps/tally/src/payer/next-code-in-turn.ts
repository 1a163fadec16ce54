import { type NextCode, type PayerTerminal, nextCode } from '@tallystick/payer-terminal';
import type { CommandIo } from '../output/command-io.ts';
import { waitFor } from './wait.ts';

export type OfferedPaycode = Extract<NextCode, { kind: 'code' }>;

/** The longest wait between two looks, so that a clock that was set right meanwhile is noticed. */
const longestWaitMs = 1000;

/** The next code, waiting for its turn where a countdown stands before it; undefined where the wait was aborted. */
export async function nextCodeInTurn(
  terminal: PayerTerminal,
  io: CommandIo,
  onWait: (waitMs: number) => void,
): Promise<OfferedPaycode | undefined> {
  for (;;) {
    const next = await nextCode(terminal);
    if (next.kind === 'code') return next;
    onWait(next.waitMs);
    await (io.wait ?? waitFor)(Math.min(next.waitMs, longestWaitMs), io.signal);
    if (io.signal?.aborted === true) return undefined;
  }
}
