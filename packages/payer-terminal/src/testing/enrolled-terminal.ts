import { createManualClock } from '@tallystick/foundation';
import { stepsPerDay, stepSeconds } from '@tallystick/paycode';
import { enrol } from '../enrolment/enrol.ts';
import { createMemoryStore } from '../terminal/memory-store.ts';
import { type PayerTerminal, createPayerTerminal } from '../terminal/payer-terminal.ts';
import type { TerminalStore } from '../terminal/terminal-store.ts';
import { type TreasuryHalf, createTreasuryHalf, firstAliasDay } from './treasury-half.ts';

export const testServerUrl = 'https://pay.example';

/** Noon of the first day that has an alias. */
export const noonMs = (firstAliasDay + 0.5) * stepsPerDay * stepSeconds * 1000;

export interface EnrolledTerminal {
  readonly terminal: PayerTerminal;
  readonly treasury: TreasuryHalf;
  readonly clock: ReturnType<typeof createManualClock>;
}

/** A terminal that has just been activated at noon, for tests. */
export async function enrolledTerminal(
  store: TerminalStore = createMemoryStore(),
  kind: 'time' | 'event' = 'time',
): Promise<EnrolledTerminal> {
  const clock = createManualClock(noonMs);
  const treasury = createTreasuryHalf(noonMs, kind);
  const terminal = createPayerTerminal({ store, clock });
  await enrolWith(terminal, treasury);
  return { terminal, treasury, clock };
}

export async function enrolWith(terminal: PayerTerminal, treasury: TreasuryHalf): Promise<void> {
  const { activationCode, fetch } = treasury;
  await enrol(terminal, { activationCode, serverUrl: testServerUrl, fetch });
}
