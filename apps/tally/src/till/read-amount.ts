import { currencyExponent, parseDecimalAmount, TallyError, type Money } from '@tallystick/foundation';
import type { TillArguments } from './till-arguments.ts';
import type { TillSession } from './till-session.ts';

/**
 * Reads an amount in the currency of the command line, or of the till where it has only one.
 *
 * @throws TallyError `arguments_wrong`, `currency_unknown`, `amount_invalid`
 */
export function readAmount(
  text: string | undefined,
  args: Pick<TillArguments, 'currency'>,
  session: Pick<TillSession, 'identity'>,
): Money {
  const currency = args.currency ?? session.identity.currency;
  if (currency === null)
    throw new TallyError('arguments_wrong', { detail: 'The currency is missing: give --currency.' });
  if (currencyExponent(currency) === undefined)
    throw new TallyError('currency_unknown', { field: 'currency' });
  const minorUnits = parseDecimalAmount(text ?? '', currency);
  if (minorUnits === undefined || minorUnits === 0n)
    throw new TallyError('amount_invalid', { field: 'amount' });
  return { minorUnits, currency };
}
