import { currencyExponent, type ConfirmationJson, type MoneyJson } from '@tallystick/foundation';
import { isJsonObject, isTextUpTo, isWholeNumber, type JsonObject } from '../guards/json-guards.ts';

/** Guards for what several answers of the platform hold. */

const maximumQrLength = 2000;
/** What base64url is made of fits into one QR code up to this length. */
const qrExpression = /^TALLY1:R:[A-Za-z0-9_-]+$/;
const minorUnitsExpression = /^(0|[1-9][0-9]{0,11})$/;

/** Undefined where it is neither money nor null. */
export function parseMoney(value: unknown): MoneyJson | null | undefined {
  if (value === null) return null;
  if (!isJsonObject(value)) return undefined;
  const { minorUnits, currency } = value;
  if (typeof minorUnits !== 'string' || !minorUnitsExpression.test(minorUnits)) return undefined;
  if (typeof currency !== 'string' || currencyExponent(currency) === undefined) return undefined;
  return { minorUnits, currency };
}

/** Undefined where it is neither a confirmation nor null. */
export function parseConfirmation(value: unknown): ConfirmationJson | null | undefined {
  if (value === null) return null;
  return isJsonObject(value) ? parseConfirmationFields(value) : undefined;
}

function parseConfirmationFields({ receiptNumber, qr, typed }: JsonObject): ConfirmationJson | undefined {
  if (!isWholeNumber(receiptNumber) || !isTextUpTo(maximumQrLength, qr)) return undefined;
  if (!qrExpression.test(qr) || typeof typed !== 'string' || !/^[0-9]{8}$/.test(typed)) return undefined;
  return { receiptNumber, qr, typed };
}
