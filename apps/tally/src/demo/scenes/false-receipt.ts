import { parseReceiptQr, receiptQr, receiptText } from '@tallystick/paycode';
import { charge } from '../charge.ts';
import { confirmationOf, scanReceipt, scanReceiptText } from '../check-confirmation.ts';
import { tillAt, type Market } from '../market.ts';
import { offerCode } from '../market-payer.ts';

/** A till that shows what is not true: the payer’s terminal finds out without asking anybody. */
export async function falseReceipt(market: Market): Promise<void> {
  const { story } = market;
  story.chapter('A till charges 9.50 EUR and shows Rosa a receipt over 5.90 EUR.');
  const payer = await market.welcome({ name: 'Rosa', minorUnits: 3_000n });
  const till = tillAt(market, 3);
  const result = await charge(market, {
    till,
    payer,
    minorUnits: 950n,
    code: await offerCode(payer.terminal),
    expected: 'approved',
    why: 'what was really charged',
  });
  const shown = await scanReceiptText(payer, withOtherAmount(confirmationOf(result)?.qr ?? '', '590'));
  story.holds(
    `Rosa’s terminal refuses the receipt, offline (${shown}): its tag was made over another amount.`,
    shown === 'receipt_invalid',
  );
  const proved = await scanReceipt(payer, result);
  story.holds(`The true receipt is over 9.50 EUR, and genuine: ${proved}.`, proved === 'approved');
}

/** The receipt with another amount under the old tag, which is all that a till can do. */
function withOtherAmount(qr: string, minorUnits: string): string {
  const parsed = parseReceiptQr(qr);
  return parsed.ok ? receiptQr(parsed.tag, receiptText({ ...parsed.receipt, minorUnits })) : qr;
}
