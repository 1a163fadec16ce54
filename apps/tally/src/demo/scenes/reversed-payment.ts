import { charge, wordsOf } from '../charge.ts';
import { scanReceipt } from '../check-confirmation.ts';
import { tillAt, type Market } from '../market.ts';
import { offerCode } from '../market-payer.ts';
import { marketCurrency } from '../operator-desk.ts';

/** A reversal after the payment gives the money back; one that comes before it keeps the code unspent. */
export async function reversedPayment(market: Market): Promise<void> {
  await reversedAfterwards(market);
  await cancelledBefore(market);
}

async function reversedAfterwards(market: Market): Promise<void> {
  const { story } = market;
  story.chapter('Pia has paid for the wrong basket.');
  const payer = await market.welcome({ name: 'Pia', minorUnits: 3_000n });
  const till = tillAt(market, 0);
  const minorUnits = 1_875n;
  const code = await offerCode(payer.terminal);
  const paid = await charge(market, {
    till,
    payer,
    minorUnits,
    code,
    expected: 'approved',
    why: 'the wrong basket',
  });
  await scanReceipt(payer, paid);

  const reversed = await till.terminal.reverse(paid?.paymentId ?? '');
  if (reversed.state === 'reversed') payer.reckonsWith += minorUnits;
  story.payment({
    till: till.label,
    payer: payer.name,
    amount: { minorUnits, currency: marketCurrency },
    happened: wordsOf(reversed),
    expected: 'reversed',
    why: 'all of it went back',
  });
  const proved = await scanReceipt(payer, reversed);
  story.holds(`Receipt 1 takes the place of receipt 0 on Pia’s terminal: ${proved}.`, proved === 'refunded');
}

async function cancelledBefore(market: Market): Promise<void> {
  market.story.chapter('Quentin changes his mind while the cashier presses the key.');
  const payer = await market.welcome({ name: 'Quentin', minorUnits: 3_000n });
  const till = tillAt(market, 1);
  const code = await offerCode(payer.terminal);
  const cashier = new AbortController();
  const order = { till, payer, minorUnits: 730n, code };

  await charge(market, {
    ...order,
    signal: cashier.signal,
    onStored: () => cashier.abort(),
    expected: 'reversed',
    why: 'The reversal came before the payment: the id is closed for ever, and the code was never spent.',
  });
  await charge(market, { ...order, expected: 'approved', why: 'so the same code pays now' });
}
