export { type Clock, createManualClock, futureFrom, isFromTheFuture, systemClock } from './clock/clock.ts';
export type { ErrorDefinition, ErrorKind } from './errors/error-definition.ts';
export { type ProblemDetails, problemDetails } from './errors/problem-details.ts';
export {
  type DeclineCode,
  type ErrorCode,
  type LocalCode,
  type ProblemCode,
  declineCodes,
  errorDefinition,
  errorRegistry,
  isDeclineCode,
  isErrorCode,
  isProblemCode,
  problemCodes,
} from './errors/registry.ts';
export { TallyError, type TallyErrorOptions } from './errors/tally-error.ts';
export { isOrderReference, orderReferencePattern } from './ids/order-reference.ts';
export { isPaymentId, paymentIdPattern, randomPaymentId } from './ids/payment-id.ts';
export { isRefundId, refundIdPattern } from './ids/refund-id.ts';
export { allBuckets, bucketOfShard, shardCount } from './ids/shard.ts';
export { uuidV7 } from './ids/uuid-v7.ts';
export { currencyExponent } from './money/currencies.ts';
export {
  type Money,
  type MoneyJson,
  amountPattern,
  formatMoney,
  maximumAmountMinorUnits,
  moneyToJson,
  parseAmountMinorUnits,
  parseDecimalAmount,
} from './money/money.ts';
export { type OperationTag, type OperationWords, operationWords } from './wire/operation-words.ts';
export type {
  EnrolmentContentJson,
  EnrolmentOfferJson,
  EnrolmentProofJson,
  EnrolmentReplyJson,
  EventEnrolmentContentJson,
  TimeEnrolmentContentJson,
} from './wire/enrolment-answer.ts';
export type { ConfirmationJson } from './wire/confirmation.ts';
export type {
  ClosureJson,
  OrderJson,
  OutcomeJson,
  PaymentAnswerJson,
  PaymentRequestJson,
  PendingJson,
  ReversalJson,
} from './wire/payment-answer.ts';
export type {
  PaymentListItemJson,
  PaymentListJson,
  RefundListItemJson,
  RefundListJson,
} from './wire/payment-list.ts';
export { type PaymentDetailsJson, paymentDetailsLimits } from './wire/payment-details.ts';
export {
  type RefundJson,
  type RefundRequestJson,
  type RefundSummaryJson,
  maximumRefundsPerPayment,
} from './wire/refund-answer.ts';
