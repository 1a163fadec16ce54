import { isPaymentId, type MoneyJson } from '@tallystick/foundation';
import { isJsonObject, isTextOrNull, isTextUpTo, isUnixSeconds } from '../guards/json-guards.ts';
import { parseMoney } from './answer-parts.ts';

/** Narrows the list; see docs/till-api.md. */
export interface PaymentListQuery {
  readonly after?: string;
  readonly limit?: number;
  readonly till?: string;
  readonly outcome?: 'approved' | 'declined' | 'pending';
  /** Unix seconds: from this one on, and before that one. */
  readonly from?: number;
  readonly to?: number;
  readonly order?: string;
}

/** A payment of the merchant in a list, as far as a till shows it. */
export interface ListedPayment {
  readonly paymentId: string;
  readonly outcome: 'approved' | 'declined' | 'pending';
  readonly errorCode: string | null;
  readonly amount: MoneyJson | null;
  readonly refunded: MoneyJson | null;
  readonly tillNumber: string;
  readonly orderReference: string | null;
  /** Unix seconds. */
  readonly claimedAt: number;
}

export interface PaymentPage {
  readonly items: readonly ListedPayment[];
  /** To be given as `after` for the next page; null on the last one. */
  readonly next: string | null;
}

const longestPage = 100;

/** Reads the answer of `GET /v1/payments`; undefined where it is none. */
export function parsePaymentPage(value: unknown): PaymentPage | undefined {
  if (!isJsonObject(value) || !isTextOrNull(100, value['next'])) return undefined;
  const { items, next } = value;
  if (!Array.isArray(items) || items.length > longestPage) return undefined;
  const payments = items.map(parseListedPayment).filter((payment) => payment !== undefined);
  return payments.length === items.length ? { items: payments, next } : undefined;
}

function parseListedPayment(value: unknown): ListedPayment | undefined {
  if (!isJsonObject(value)) return undefined;
  const { paymentId, outcome, errorCode, tillNumber, orderReference, claimedAt } = value;
  if (outcome !== 'approved' && outcome !== 'declined' && outcome !== 'pending') return undefined;
  if (typeof paymentId !== 'string' || !isPaymentId(paymentId)) return undefined;
  if (!isTextOrNull(64, errorCode) || !isTextUpTo(16, tillNumber)) return undefined;
  if (!isTextOrNull(64, orderReference) || !isUnixSeconds(claimedAt)) return undefined;
  const amount = parseMoney(value['amount']);
  const refunded = parseMoney(value['refunded']);
  if (amount === undefined || refunded === undefined) return undefined;
  return { paymentId, outcome, errorCode, amount, refunded, tillNumber, orderReference, claimedAt };
}
