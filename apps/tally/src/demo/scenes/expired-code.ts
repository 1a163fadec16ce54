import { charge } from '../charge.ts';
import { tillAt, type Market } from '../market.ts';
import { offerCode, withSlowClock } from '../market-payer.ts';

/** Eight steps: three more than a code may be late, and fewer than the terminal itself would notice. */
const slowByMs = 80_000;

/** Nobody waits here for a code to expire: a terminal whose clock has fallen behind shows one that has. */
export async function expiredCode(market: Market): Promise<void> {
  market.story.chapter('Nils’s terminal had a flat battery; since then its clock is 80 seconds slow.');
  const payer = await market.welcome({ name: 'Nils', minorUnits: 3_000n });
  const till = tillAt(market, 3);
  const order = { till, payer, minorUnits: 1_150n };

  await charge(market, {
    ...order,
    code: await offerCode(withSlowClock(payer.terminal, slowByMs)),
    expected: 'declined: code_expired',
    why: 'The code is genuine, but eight steps old: five are allowed for a late scan and a slow clock together.',
  });
  await charge(market, {
    ...order,
    code: await offerCode(payer.terminal),
    expected: 'approved',
    why: 'with the clock set right',
  });
}
