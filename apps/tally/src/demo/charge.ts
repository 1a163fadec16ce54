import type { PaymentResult } from '@tallystick/cashier-terminal';
import { TallyError } from '@tallystick/foundation';
import type { Market } from './market.ts';
import type { MarketPayer } from './market-payer.ts';
import type { MarketTill } from './market-till.ts';
import { marketCurrency } from './operator-desk.ts';

/** A payment of the story: who pays what where, how it has to end, and why. */
export interface Charge {
  readonly till: MarketTill;
  readonly payer: MarketPayer;
  readonly minorUnits: bigint;
  /** As the scanner delivers it. */
  readonly code: string;
  /** `approved`, `reversed`, `declined: ERROR_CODE` or `not sent: ERROR_CODE`. */
  readonly expected: string;
  readonly why: string;
  readonly signal?: AbortSignal;
  readonly onStored?: (paymentId: string) => void;
}

/**
 * Lets the till charge a code and tells what came of it.
 *
 * @returns undefined where the till would not even send it.
 */
export async function charge(market: Market, order: Charge): Promise<PaymentResult | undefined> {
  const { till, payer, expected, why, ...rest } = order;
  const amount = { minorUnits: rest.minorUnits, currency: marketCurrency };
  const tell = (happened: string): void =>
    market.story.payment({ till: till.label, payer: payer.name, amount, happened, expected, why });
  try {
    const result = await till.terminal.pay({ ...rest, amount });
    if (result.state === 'approved') payer.reckonsWith -= amount.minorUnits;
    tell(wordsOf(result));
    return result;
  } catch (error) {
    if (!(error instanceof TallyError)) throw error;
    tell(`not sent: ${error.code}`);
    return undefined;
  }
}

/** How a payment ended, in the words in which the story expects it. */
export function wordsOf(result: PaymentResult): string {
  if (result.state === 'declined') return `declined: ${result.outcome.errorCode ?? ''}`;
  if ('problem' in result) return `${result.state}: ${result.problem?.code ?? 'no answer'}`;
  return result.state;
}
