import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox';
import {
  moneyToJson,
  operationWords,
  type PaymentListItemJson,
  type PaymentListJson,
  type RefundListItemJson,
  type RefundListJson,
} from '@tallystick/foundation';
import type { Static } from 'typebox';
import { compareNewestFirst, listPage, readListCursor, type ListCursor } from './list-cursor.ts';
import { listPayments, listRefunds } from './list-rows.ts';
import { readAcrossBuckets } from './read-across-buckets.ts';
import { tillNumberText } from '../confirmation/till-number-text.ts';
import { toStoredPayment, type PaymentRow } from '../payments/payment-rows.ts';
import type { BucketedContext } from '../platform-context.ts';
import { refundSummaryJson } from '../refunds/refund-json.ts';
import { toRefund, type RefundRow } from '../refunds/refund-rows.ts';
import { writeAsItIs } from '../http/write-as-it-is.ts';
import {
  merchantAddress,
  paymentListSchema,
  paymentQuery,
  refundListSchema,
  refundQuery,
} from './list-schemas.ts';
import { listPaymentsWords } from '../payments/payment-operations.ts';
import { listRefundsWords } from '../refunds/refund-operations.ts';
import { tillOf, type RequireTill } from '../tills/require-till.ts';

const longestPage = 100;

const paymentList200 = { 200: paymentListSchema };
const refundList200 = { 200: refundListSchema };

const listMerchantPaymentsWords = operationWords({
  operationId: 'listMerchantPayments',
  tags: ['Merchants and tills'],
  summary: 'List a merchant’s payments',
  description: 'What the merchant’s own tills see with `GET /v1/payments`, for the operator.',
  'x-problems': [],
});

const listMerchantRefundsWords = operationWords({
  operationId: 'listMerchantRefunds',
  tags: ['Merchants and tills'],
  summary: 'List a merchant’s refunds',
  description: 'What the merchant’s own tills see with `GET /v1/refunds`, for the operator.',
  'x-problems': [],
});

/** The lists of a till’s merchant: `GET /v1/payments` and `GET /v1/refunds`. */
export function tillListRoutes(
  context: BucketedContext,
  requireTill: RequireTill,
): FastifyPluginAsyncTypebox {
  return async (app) => {
    requireTill(app);
    writeAsItIs(app);
    app.get(
      '/v1/payments',
      { schema: { ...listPaymentsWords, querystring: paymentQuery, response: paymentList200 } },
      (request) => paymentList(context, tillOf(request).merchantId, request.query),
    );
    app.get(
      '/v1/refunds',
      { schema: { ...listRefundsWords, querystring: refundQuery, response: refundList200 } },
      (request) => refundList(context, tillOf(request).merchantId, request.query),
    );
  };
}

/** The same of any merchant, for the operator. */
export function merchantListRoutes(context: BucketedContext): FastifyPluginAsyncTypebox {
  return async (app) => {
    writeAsItIs(app);
    app.get(
      '/v1/merchants/:merchantId/payments',
      {
        schema: {
          ...listMerchantPaymentsWords,
          params: merchantAddress,
          querystring: paymentQuery,
          response: paymentList200,
        },
      },
      (request) => paymentList(context, request.params.merchantId, request.query),
    );
    app.get(
      '/v1/merchants/:merchantId/refunds',
      {
        schema: {
          ...listMerchantRefundsWords,
          params: merchantAddress,
          querystring: refundQuery,
          response: refundList200,
        },
      },
      (request) => refundList(context, request.params.merchantId, request.query),
    );
  };
}

async function paymentList(
  { database, bucketCount }: BucketedContext,
  merchantId: string,
  query: Static<typeof paymentQuery>,
): Promise<PaymentListJson> {
  const asked = askedFor(merchantId, query);
  const { outcome = null, order = null } = query;
  const rows = await readAcrossBuckets(
    bucketCount,
    asked.limit + 1,
    (bucket) => listPayments(database, { ...asked, bucket, outcome, orderReference: order }),
    (left, right) => compareNewestFirst(placeOfPayment(left), placeOfPayment(right)),
  );
  return listPage(rows, asked.limit, { toItem: paymentListItem, cursorOf: placeOfPayment });
}

async function refundList(
  { database, bucketCount }: BucketedContext,
  merchantId: string,
  query: Static<typeof refundQuery>,
): Promise<RefundListJson> {
  const asked = askedFor(merchantId, query);
  const rows = await readAcrossBuckets(
    bucketCount,
    asked.limit + 1,
    (bucket) => listRefunds(database, { ...asked, bucket }),
    (left, right) => compareNewestFirst(placeOfRefund(left), placeOfRefund(right)),
  );
  return listPage(rows, asked.limit, { toItem: refundListItem, cursorOf: placeOfRefund });
}

function placeOfPayment({ claimed_at: at, payment_id: id }: PaymentRow): ListCursor {
  return { at, id };
}

function placeOfRefund({ created_at: at, refund_id: id }: RefundRow): ListCursor {
  return { at, id };
}

function askedFor(merchantId: string, { after, limit, till, from, to }: Static<typeof refundQuery>) {
  return {
    merchantId,
    cursor: readListCursor(after),
    limit: limit === undefined ? longestPage : Number(limit),
    tillNumber: till === undefined ? null : Number(till),
    from: dateOf(from),
    to: dateOf(to),
  };
}

function dateOf(unixSeconds: string | undefined): Date | null {
  return unixSeconds === undefined ? null : new Date(Number(unixSeconds) * 1000);
}

function paymentListItem(row: PaymentRow): PaymentListItemJson {
  const payment = toStoredPayment(row);
  const { amount } = payment;
  const isFinal = payment.state === 'final';
  const refunded = amount === null ? null : { minorUnits: row.refunded, currency: amount.currency };
  return {
    paymentId: payment.paymentId,
    outcome: isFinal ? payment.outcome : 'pending',
    errorCode: isFinal ? payment.errorCode : null,
    amount: amount === null ? null : moneyToJson(amount),
    refunded: refunded === null ? null : moneyToJson(refunded),
    tillNumber: tillNumberText(payment.tillNumber),
    codeEnding: row.code_ending,
    orderReference: payment.orderReference,
    details: payment.details,
    claimedAt: unixSeconds(row.claimed_at),
    decidedAt: isFinal ? unixSeconds(payment.decidedAt) : null,
  };
}

function refundListItem(row: RefundRow): RefundListItemJson {
  return { ...refundSummaryJson(toRefund(row)), paymentId: row.payment_id };
}

function unixSeconds(time: Date): number {
  return Math.floor(time.getTime() / 1000);
}
