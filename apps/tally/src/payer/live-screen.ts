import type { PayerTerminal } from '@tallystick/payer-terminal';
import { assertShown } from './assert-shown.ts';
import { nextCodeInTurn } from './next-code-in-turn.ts';
import type { CommandIo } from '../output/command-io.ts';
import { type ScreenOptions, paycodeScreen } from './paycode-screen.ts';
import { waitFor } from './wait.ts';

const tickMs = 1000;
const clearScreen = '\u001b[2J\u001b[H';
const rewriteLine = '\r\u001b[2K';
const alternateScreen = '\u001b[?1049h\u001b[?25l';
const formerScreen = '\u001b[?25h\u001b[?1049l';

/**
 * Shows one code after the other until the signal is aborted: each for its time, with the seconds left; one that was made
 * without a clock for as long as it takes. On a screen of its own, so that no code stays behind in the window’s history.
 */
export async function liveScreen(
  terminal: PayerTerminal,
  io: CommandIo,
  optionsNow: () => ScreenOptions,
): Promise<void> {
  io.stdout.write(alternateScreen);
  try {
    while (io.signal?.aborted !== true) await showOneCode(terminal, io, optionsNow);
  } finally {
    io.stdout.write(formerScreen);
  }
}

async function showOneCode(
  terminal: PayerTerminal,
  io: CommandIo,
  optionsNow: () => ScreenOptions,
): Promise<void> {
  const code = await nextCodeInTurn(terminal, io, (waitMs) => {
    io.stdout.write(`${clearScreen}${countdownLine(waitMs)}`);
  });
  if (code === undefined) return;
  io.stdout.write(`${clearScreen}${paycodeScreen(code.digits, optionsNow()).join('\n')}\n`);
  await assertShown(io);
  if (code.displayMs === undefined) return waitForTheEnd(io);
  const endMs = io.clock.monotonicMs() + code.displayMs;
  for (;;) {
    const leftMs = endMs - io.clock.monotonicMs();
    if (leftMs <= 0 || io.signal?.aborted === true) return;
    io.stdout.write(`${rewriteLine}${secondsLeftLine(leftMs)}  Ctrl-C ends.`);
    await (io.wait ?? waitFor)(Math.min(leftMs, tickMs), io.signal);
  }
}

/** Every press uses a number up, so that no second code is made unasked. */
async function waitForTheEnd(io: CommandIo): Promise<void> {
  io.stdout.write(`${secondsLeftLine(undefined)}  Ctrl-C ends.`);
  while (io.signal?.aborted !== true) await (io.wait ?? waitFor)(tickMs, io.signal);
}

/** @param leftMs undefined for a code that was made without a clock. */
export function secondsLeftLine(leftMs: number | undefined): string {
  if (leftMs === undefined) return 'Good for one payment, as long as no later code of this device was used.';
  return `Good for one payment, ${Math.ceil(leftMs / 1000)} s left.`;
}

export function countdownLine(waitMs: number): string {
  return `The next code comes in ${Math.ceil(waitMs / 1000)} s.`;
}
