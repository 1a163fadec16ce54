import { setTimeout as sleep } from 'node:timers/promises';
import type { Clock } from '@tallystick/foundation';
import {
  createMemoryStore,
  createPayerTerminal,
  enrol,
  nextCode,
  type PayerTerminal,
} from '@tallystick/payer-terminal';
import type { OperatorDesk } from './operator-desk.ts';

/** Somebody at the market: an account, and a terminal that has been activated. */
export interface MarketPayer {
  readonly name: string;
  readonly accountId: string;
  /** Has no `fetch`: from here on it is offline. */
  readonly terminal: PayerTerminal;
  /** What the payer reckons to have, in minor units; at closing time the ledger has to say the same. */
  reckonsWith: bigint;
}

export interface NewPayer {
  readonly name: string;
  readonly minorUnits: bigint;
}

/** Opens an account and activates a terminal, the only moment at which it needs a network. */
export async function welcomePayer(
  { name, minorUnits }: NewPayer,
  { desk, serverUrl, fetch, clock }: WelcomeTools,
): Promise<MarketPayer> {
  const { accountId, activationCode } = await desk.openAccount(name, minorUnits);
  const terminal = createPayerTerminal({ store: createMemoryStore(), clock });
  await enrol(terminal, { activationCode, serverUrl, fetch });
  return { name, accountId, terminal, reckonsWith: minorUnits };
}

interface WelcomeTools {
  readonly desk: OperatorDesk;
  readonly serverUrl: string;
  readonly fetch: typeof globalThis.fetch;
  readonly clock: Clock;
}

/**
 * The terminal’s next code. A terminal has two at once and then one every ten seconds; a third would have to be waited
 * for, as a person would.
 */
export async function offerCode(terminal: PayerTerminal): Promise<string> {
  for (;;) {
    const next = await nextCode(terminal);
    if (next.kind === 'code') return next.digits;
    await sleep(next.waitMs);
  }
}

/** The same device with a clock that has fallen behind since the activation. */
export function withSlowClock(terminal: PayerTerminal, slowByMs: number): PayerTerminal {
  const { store, clock } = terminal;
  const slow: Clock = { nowMs: () => clock.nowMs() - slowByMs, monotonicMs: () => clock.monotonicMs() };
  return createPayerTerminal({ store, clock: slow });
}
