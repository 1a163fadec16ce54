import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox';
import { orderReferencePattern, type PaymentListJson, type RefundListJson } from '@tallystick/foundation';
import { Type, type Static } from 'typebox';
import { listCursorPattern, listPage, readListCursor } from '../lists/list-cursor.ts';
import { paymentListItem, refundListItem } from '../lists/list-json.ts';
import { listPayments } from '../lists/list-payments.ts';
import { listRefunds } from '../lists/list-refunds.ts';
import type { PlatformContext } from '../platform-context.ts';
import { tillOf, type RequireTill } from './require-till.ts';
import { closed, idSchema, tillNumberSchema } from './wire-schemas.ts';

/** The one bucket of a database that was made with one. */
const onlyBucket = 0;
const longestPage = 100;

const unixSecondsSchema = Type.String({ pattern: '^[0-9]{1,11}$', description: 'Unix seconds' });
const listQuery = {
  after: Type.Optional(Type.String({ pattern: listCursorPattern })),
  limit: Type.Optional(Type.String({ pattern: '^([1-9][0-9]?|100)$' })),
  till: Type.Optional(tillNumberSchema),
  from: Type.Optional(unixSecondsSchema),
  to: Type.Optional(unixSecondsSchema),
};
const refundQuery = closed(listQuery);
const paymentQuery = closed({
  ...listQuery,
  outcome: Type.Optional(
    Type.Union([Type.Literal('approved'), Type.Literal('declined'), Type.Literal('pending')]),
  ),
  order: Type.Optional(Type.String({ pattern: orderReferencePattern })),
});
const merchantAddress = closed({ merchantId: idSchema });

/** The lists of a till’s merchant: `GET /v1/payments` and `GET /v1/refunds`. */
export function tillListRoutes(
  context: PlatformContext,
  requireTill: RequireTill,
): FastifyPluginAsyncTypebox {
  return async (app) => {
    requireTill(app);
    app.get('/v1/payments', { schema: { querystring: paymentQuery } }, (request) =>
      paymentList(context, tillOf(request).merchantId, request.query),
    );
    app.get('/v1/refunds', { schema: { querystring: refundQuery } }, (request) =>
      refundList(context, tillOf(request).merchantId, request.query),
    );
  };
}

/** The same of any merchant, for the operator. */
export function merchantListRoutes(context: PlatformContext): FastifyPluginAsyncTypebox {
  return async (app) => {
    app.get(
      '/v1/merchants/:merchantId/payments',
      { schema: { params: merchantAddress, querystring: paymentQuery } },
      (request) => paymentList(context, request.params.merchantId, request.query),
    );
    app.get(
      '/v1/merchants/:merchantId/refunds',
      { schema: { params: merchantAddress, querystring: refundQuery } },
      (request) => refundList(context, request.params.merchantId, request.query),
    );
  };
}

async function paymentList(
  { database }: PlatformContext,
  merchantId: string,
  query: Static<typeof paymentQuery>,
): Promise<PaymentListJson> {
  const asked = askedFor(merchantId, query);
  const { outcome = null, order = null } = query;
  const rows = await listPayments(database, { ...asked, outcome, orderReference: order });
  return listPage(rows, asked.limit, {
    toItem: paymentListItem,
    cursorOf: (row) => ({ at: row.claimed_at, id: row.payment_id }),
  });
}

async function refundList(
  { database }: PlatformContext,
  merchantId: string,
  query: Static<typeof refundQuery>,
): Promise<RefundListJson> {
  const asked = askedFor(merchantId, query);
  const rows = await listRefunds(database, asked);
  return listPage(rows, asked.limit, {
    toItem: refundListItem,
    cursorOf: (row) => ({ at: row.created_at, id: row.refund_id }),
  });
}

function askedFor(merchantId: string, { after, limit, till, from, to }: Static<typeof refundQuery>) {
  return {
    bucket: onlyBucket,
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
