import { createManualClock, type Clock } from '@tallystick/foundation';
import { makeNumericPaycode } from '@tallystick/paycode';
import { createMemoryJournal } from '../journal/memory-journal.ts';
import { createCashierTerminal, type CashierTerminalOptions } from '../terminal/cashier-terminal.ts';
import type { Wait } from '../payment-loop/wait.ts';
import type { ContractServer } from './contract-server.ts';

/** Any well-formed paycode; the contract server does not look into it. */
export const testPaycode = makeNumericPaycode({
  issuerPrefix: '83',
  alias: '0123456789',
  intent: 0,
  password: '24681357',
});

export const testAmount = { minorUnits: 450n, currency: 'EUR' };

/** A wait that only moves the clock, and writes down how long it was. */
export function createManualWait(clock: { advance(ms: number): void }): Wait & { waitedMs: number[] } {
  const waitedMs: number[] = [];
  const wait: Wait = async (waitMs) => {
    waitedMs.push(waitMs);
    clock.advance(waitMs);
  };
  return Object.assign(wait, { waitedMs });
}

/** A terminal on a clock of its own, whose waits take no time. */
export function createTestTerminal(server: ContractServer, options: Partial<CashierTerminalOptions> = {}) {
  const clock: ReturnType<typeof createManualClock> & Clock = createManualClock(1_790_000_000_000);
  const wait = createManualWait(clock);
  const journal = options.journal ?? createMemoryJournal();
  const terminal = createCashierTerminal({
    serverUrl: server.url,
    tillKey: server.tillKey,
    issuerPrefix: '83',
    clock,
    wait,
    requestTimeoutMs: 5_000,
    ...options,
    journal,
  });
  return { terminal, journal, clock, wait };
}
