import { isPaymentId, type MoneyJson } from '@tallystick/foundation';
import {
  isJsonObject,
  isTextOrNull,
  isTextUpTo,
  isUnixSeconds,
  isWholeNumber,
} from '../guards/json-guards.ts';
import { parseConfirmation, parseMoney } from './answer-parts.ts';
import { parseRefundSummaries } from './refund-answers.ts';
import type { PaymentOutcome, PlatformAnswer } from './platform-answer.ts';

/** What the till asked for; an answer about anything else is not believed. */
export interface AskedPayment {
  readonly paymentId: string;
  /** Null where the till no longer knows it, as when a cashier asks by payment id. */
  readonly amount: MoneyJson | null;
}

const maximumWordsLength = 500;
const errorCodeExpression = /^[a-z][a-z0-9_]{0,63}$/;

/** Reads an outcome (`OutcomeJson` on the wire); undefined where it is not one, or is about another payment. */
export function parseOutcome(value: unknown, asked: AskedPayment): PaymentOutcome | undefined {
  if (!isJsonObject(value) || value['final'] !== true || value['paymentId'] !== asked.paymentId)
    return undefined;
  const { outcome, errorCode, cashierWords, tillNumber, merchantName, decidedAt, codeEnding } = value;
  if (outcome !== 'approved' && outcome !== 'declined') return undefined;
  if (!isTextOrNull(64, errorCode) || !isTextOrNull(maximumWordsLength, cashierWords)) return undefined;
  if ((outcome === 'approved') !== (errorCode === null)) return undefined;
  if (errorCode !== null && !errorCodeExpression.test(errorCode)) return undefined;
  if (!isTextUpTo(16, tillNumber) || !isTextUpTo(200, merchantName)) return undefined;
  if (!isUnixSeconds(decidedAt) || !isTextOrNull(4, codeEnding)) return undefined;

  const amount = parseMoney(value['amount']);
  const refunded = parseMoney(value['refunded']);
  const confirmation = parseConfirmation(value['confirmation']);
  if (amount === undefined || refunded === undefined || confirmation === undefined) return undefined;
  if (outcome === 'approved' && !isAmountAsked(amount, refunded, asked)) return undefined;

  const { orderReference } = value;
  const refunds = parseRefundSummaries(value['refunds']);
  const earlierPayment = parseEarlierPayment(value['earlierPayment']);
  if (!isTextOrNull(64, orderReference) || refunds === undefined || earlierPayment === undefined)
    return undefined;

  const paymentId = asked.paymentId;
  return {
    ...{ outcome, paymentId, errorCode, cashierWords, amount, refunded },
    ...{ refunds, orderReference, earlierPayment },
    ...{ tillNumber, merchantName, decidedAt, codeEnding, confirmation },
  };
}

/** The payment in the way of another: an approval, which none was in the way of. */
function parseEarlierPayment(value: unknown): PaymentOutcome | null | undefined {
  if (value === null) return null;
  if (!isJsonObject(value)) return undefined;
  const { paymentId } = value;
  if (typeof paymentId !== 'string' || !isPaymentId(paymentId)) return undefined;
  const earlier = parseOutcome({ ...value, earlierPayment: null }, { paymentId, amount: null });
  return earlier?.outcome === 'approved' ? earlier : undefined;
}

/** Reads the answer of a reversal; one that leaves money with the merchant confirms nothing and is undefined. */
export function parseReversal(value: unknown, asked: AskedPayment): PaymentOutcome | undefined {
  if (!isJsonObject(value) || value['paymentId'] !== asked.paymentId) return undefined;
  const result = value['result'];
  if (result !== 'never_seen' && result !== 'closed' && result !== 'refunded') return undefined;
  const outcome = parseOutcome(value['payment'], asked);
  return outcome !== undefined && isMoneyGone(outcome) ? undefined : outcome;
}

/** Reads the answer of `close-if-unpaid`; one that calls a payment closed whose money is gone says nothing. */
export function parseClosure(value: unknown, asked: AskedPayment): PaymentOutcome | undefined {
  if (!isJsonObject(value) || value['paymentId'] !== asked.paymentId) return undefined;
  const result = value['result'];
  const outcome = parseOutcome(value['payment'], asked);
  if (outcome === undefined) return undefined;
  if (result === 'paid') return isMoneyGone(outcome) ? outcome : undefined;
  const isClosed = result === 'never_seen' || result === 'closed' || result === 'refunded';
  return isClosed && !isMoneyGone(outcome) ? outcome : undefined;
}

/** True when the payer has paid something and not had all of it back. */
export function isMoneyGone(outcome: PaymentOutcome): boolean {
  return outcome.outcome === 'approved' && outcome.refunded?.minorUnits !== outcome.amount?.minorUnits;
}

/** Reads a pending answer (`PendingJson` on the wire); undefined where it is none. */
export function parsePending(value: unknown, asked: AskedPayment): PlatformAnswer | undefined {
  if (!isJsonObject(value) || value['final'] !== false || value['outcome'] !== 'pending') return undefined;
  if (value['paymentId'] !== asked.paymentId || !isWholeNumber(value['pollAfterMs'])) return undefined;
  return { kind: 'pending', pollAfterMs: value['pollAfterMs'], early: value['errorCode'] === 'code_early' };
}

function isAmountAsked(amount: MoneyJson | null, refunded: MoneyJson | null, asked: AskedPayment): boolean {
  if (amount === null) return false;
  if (refunded !== null && refunded.currency !== amount.currency) return false;
  if (refunded !== null && BigInt(refunded.minorUnits) > BigInt(amount.minorUnits)) return false;
  if (asked.amount === null) return true;
  return amount.minorUnits === asked.amount.minorUnits && amount.currency === asked.amount.currency;
}
