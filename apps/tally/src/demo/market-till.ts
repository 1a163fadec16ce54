import {
  createCashierTerminal,
  createMemoryJournal,
  type CashierTerminal,
  type TillIdentity,
} from '@tallystick/cashier-terminal';
import type { CommandIo } from '../output/command-io.ts';

/** A till with the terminal of its cashier. */
export interface MarketTill {
  readonly label: string;
  readonly key: string;
  readonly identity: TillIdentity;
  readonly terminal: CashierTerminal;
}

/** Signs a till in. Its open payments are kept in memory, because the market outlives no crash. */
export async function openTill(
  key: string,
  serverUrl: string,
  { fetch, clock }: Pick<CommandIo, 'fetch' | 'clock'>,
): Promise<MarketTill> {
  const options = { serverUrl, tillKey: key, journal: createMemoryJournal(), fetch, clock };
  const identity = await createCashierTerminal(options).whoAmI();
  const terminal = createCashierTerminal({ ...options, issuerPrefix: identity.issuerPrefix });
  return { label: `${identity.merchantName} ${identity.tillNumber}`, key, identity, terminal };
}
