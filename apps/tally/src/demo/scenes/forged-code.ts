import { makeNumericPaycode, parseNumericPaycode } from '@tallystick/paycode';
import { charge } from '../charge.ts';
import { tillAt, type Market } from '../market.ts';
import { offerCode } from '../market-payer.ts';

/** A scanner that misreads, and somebody who makes codes up. */
export async function forgedCode(market: Market): Promise<void> {
  market.story.chapter('A digit is misread; another is invented.');
  const payer = await market.welcome({ name: 'Mira', minorUnits: 3_000n });
  const till = tillAt(market, 1);
  const { issuerPrefix } = till.identity;
  const code = await offerCode(payer.terminal);
  const order = { till, payer, minorUnits: 280n };

  await charge(market, {
    ...order,
    code: withOtherDigit(code, code.length - 2),
    expected: 'not sent: code_check_digit',
    why: 'The check digit finds every single wrong digit at the till; the server never hears of it.',
  });
  await charge(market, {
    ...order,
    code: forged(code, issuerPrefix),
    expected: 'declined: code_refused',
    why: 'Its check digit is right, its password is not. The till is told no more than that, and nothing is burnt:',
  });
  await charge(market, { ...order, code, expected: 'approved', why: 'the true code still pays' });
}

function withOtherDigit(digits: string, at: number): string {
  const other = (Number(digits.charAt(at)) + 1) % 10;
  return `${digits.slice(0, at)}${other}${digits.slice(at + 1)}`;
}

/** The same alias with another password, and a check digit that fits. */
function forged(code: string, issuerPrefix: string): string {
  const parsed = parseNumericPaycode(code, issuerPrefix);
  if (!parsed.ok) return code;
  const password = withOtherDigit(parsed.data.password, 0);
  return makeNumericPaycode({ ...parsed.data, password, issuerPrefix });
}
