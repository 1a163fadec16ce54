import { charge } from '../charge.ts';
import { scanReceipt } from '../check-confirmation.ts';
import { tillAt, type Market } from '../market.ts';
import { offerCode } from '../market-payer.ts';

/** A decline is an outcome like an approval: stored, final, and proved to the payer. */
export async function tooPoor(market: Market): Promise<void> {
  market.story.chapter('Olga has 3.00 EUR and would like an atlas.');
  const payer = await market.welcome({ name: 'Olga', minorUnits: 300n });
  const till = tillAt(market, 2);
  const declined = await charge(market, {
    till,
    payer,
    minorUnits: 4_200n,
    code: await offerCode(payer.terminal),
    expected: 'declined: insufficient_funds',
    why: 'No account goes below its floor. The code is burnt all the same, so that nobody can try it again.',
  });
  const proved = await scanReceipt(payer, declined);
  market.story.holds(`Olga’s terminal has checked the decline, offline: ${proved}.`, proved === 'declined');

  await charge(market, {
    till,
    payer,
    minorUnits: 300n,
    code: await offerCode(payer.terminal),
    expected: 'approved',
    why: 'a postcard, to the last cent',
  });
}
