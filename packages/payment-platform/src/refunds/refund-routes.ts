import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox';
import { refundIdPattern, type RefundJson } from '@tallystick/foundation';
import { Type } from 'typebox';
import type { RefundService } from './refund-service.ts';
import { writeAsItIs } from '../http/write-as-it-is.ts';
import { confirmationSchema, refundSummary } from '../payments/payment-schemas.ts';
import { queryRefundWords, refundWords } from './refund-operations.ts';
import { tillOf, type RequireTill } from '../tills/require-till.ts';
import { amountSchema, closed, nullable, paymentIdSchema } from '../http/wire-schemas.ts';

const refundIdSchema = Type.String({
  pattern: refundIdPattern,
  description: 'The till’s own name for a refund, made and stored before it is sent',
});

const refundRequest = closed(
  { refundId: refundIdSchema, paymentId: paymentIdSchema, amount: amountSchema },
  { title: 'RefundRequest' },
);

const refundAnswer = Type.Unsafe<RefundJson>(
  closed(
    { ...refundSummary, paymentId: paymentIdSchema, confirmation: nullable(confirmationSchema) },
    {
      title: 'Refund',
      description: 'The money has gone back. `refunded` is what had gone back in all with it.',
    },
  ),
);

const refundIdInPath = closed({ refundId: refundIdSchema });

/** The refunds of a till’s merchant: `POST /v1/refunds` and `GET /v1/refunds/{id}`. */
export function refundRoutes(refunds: RefundService, requireTill: RequireTill): FastifyPluginAsyncTypebox {
  return async (app) => {
    requireTill(app);
    writeAsItIs(app);

    app.post(
      '/v1/refunds',
      { schema: { ...refundWords, body: refundRequest, response: { 200: refundAnswer } } },
      (request) => refunds.refund(tillOf(request), request.body),
    );

    app.get(
      '/v1/refunds/:refundId',
      { schema: { ...queryRefundWords, params: refundIdInPath, response: { 200: refundAnswer } } },
      (request) => refunds.query(tillOf(request), request.params.refundId),
    );
  };
}
