import {
  isRefundId,
  maximumRefundsPerPayment,
  type RefundJson,
  type RefundRequestJson,
  type RefundSummaryJson,
} from '@tallystick/foundation';
import { isJsonObject, isTextUpTo, isUnixSeconds, isWholeNumber } from '../guards/json-guards.ts';
import { parseConfirmation, parseMoney } from './answer-parts.ts';

/** Reads the answer of a refund; undefined where it is none, or is about another refund than was asked for. */
export function parseRefund(value: unknown, asked: RefundRequestJson): RefundJson | undefined {
  const summary = parseSummary(value);
  if (summary === undefined || !isJsonObject(value)) return undefined;
  const confirmation = parseConfirmation(value['confirmation']);
  if (confirmation === undefined || value['paymentId'] !== asked.paymentId) return undefined;
  const { refundId, amount } = summary;
  const isAsked =
    refundId === asked.refundId &&
    amount.minorUnits === asked.amount.minorUnits &&
    amount.currency === asked.amount.currency;
  return isAsked ? { ...summary, paymentId: asked.paymentId, confirmation } : undefined;
}

/** Reads the refunds of a payment; undefined where one of them is none. */
export function parseRefundSummaries(value: unknown): readonly RefundSummaryJson[] | undefined {
  if (!Array.isArray(value) || value.length > maximumRefundsPerPayment) return undefined;
  const summaries = value.map(parseSummary).filter((summary) => summary !== undefined);
  return summaries.length === value.length ? summaries : undefined;
}

function parseSummary(value: unknown): RefundSummaryJson | undefined {
  if (!isJsonObject(value)) return undefined;
  const { refundId, receiptNumber, tillNumber, refundedAt } = value;
  const amount = parseMoney(value['amount']);
  const refunded = parseMoney(value['refunded']);
  if (typeof refundId !== 'string' || !isRefundId(refundId) || !isTextUpTo(16, tillNumber)) return undefined;
  if (!isWholeNumber(receiptNumber) || !isUnixSeconds(refundedAt)) return undefined;
  if (amount === undefined || amount === null || refunded === undefined || refunded === null)
    return undefined;
  if (amount.currency !== refunded.currency) return undefined;
  if (BigInt(amount.minorUnits) > BigInt(refunded.minorUnits)) return undefined;
  return { refundId, amount, refunded, receiptNumber, tillNumber, refundedAt };
}
