import { charge } from '../charge.ts';
import { tillAt, type Market } from '../market.ts';
import { offerCode } from '../market-payer.ts';

/** A code pays once, wherever it is shown again. */
export async function usedCode(market: Market): Promise<void> {
  market.story.chapter('A code is shown twice.');
  const payer = await market.welcome({ name: 'Lena', minorUnits: 3_000n });
  const code = await offerCode(payer.terminal);
  const order = { payer, code, minorUnits: 640n };
  await charge(market, { ...order, till: tillAt(market, 0), expected: 'approved', why: 'a fresh code' });
  await charge(market, {
    ...order,
    till: tillAt(market, 2),
    expected: 'declined: code_used',
    why: 'The code is genuine, but its step is burnt: it was good for one payment, at any till.',
  });
}
