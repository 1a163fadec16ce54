import { currencyExponent } from '@tallystick/foundation';
import { isJsonObject, isTextUpTo } from '../guards/json-guards.ts';

/** Who this till is: the answer of `GET /v1/till`. */
export interface TillIdentity {
  readonly tillNumber: string;
  readonly tillName: string | null;
  readonly merchantName: string;
  /** The first two digits of every paycode of this operator. */
  readonly issuerPrefix: string;
  /** The currency that this till charges in where it has only one. */
  readonly currency: string | null;
}

/** Reads the answer of `GET /v1/till`; undefined where it is none. */
export function parseTillIdentity(value: unknown): TillIdentity | undefined {
  if (!isJsonObject(value)) return undefined;
  const { tillNumber, tillName = null, merchantName, issuerPrefix, currency = null } = value;
  if (typeof tillNumber !== 'string' || !/^[0-9]{1,7}$/.test(tillNumber)) return undefined;
  if (typeof issuerPrefix !== 'string' || !/^[0-9]{2}$/.test(issuerPrefix)) return undefined;
  if (!isTextUpTo(200, merchantName) || (tillName !== null && !isTextUpTo(200, tillName))) return undefined;
  if (currency !== null && (typeof currency !== 'string' || currencyExponent(currency) === undefined))
    return undefined;
  return { tillNumber, tillName, merchantName, issuerPrefix, currency };
}
