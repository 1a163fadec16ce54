import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox';
import type { PaymentService } from './payment-service.ts';
import { writeAsItIs } from '../http/write-as-it-is.ts';
import { closeIfUnpaidWords, payWords, queryPaymentWords, reverseWords } from './payment-operations.ts';
import {
  closureSchema,
  finalAnswerSchema,
  paymentRequestSchema,
  pendingSchema,
  reversalSchema,
} from './payment-schemas.ts';
import { tillOf, type RequireTill } from '../tills/require-till.ts';
import { closed, paymentIdSchema } from '../http/wire-schemas.ts';

const paymentIdInPath = closed({ paymentId: paymentIdSchema });
const finalOrPending = { 200: finalAnswerSchema, 202: pendingSchema };

/** The payments of a till: `POST /v1/payments`, `GET /v1/payments/{id}`, and `reversal` and `close-if-unpaid` below it. */
export function paymentRoutes(payments: PaymentService, requireTill: RequireTill): FastifyPluginAsyncTypebox {
  return async (app) => {
    requireTill(app);
    writeAsItIs(app);

    app.post(
      '/v1/payments',
      { schema: { ...payWords, body: paymentRequestSchema, response: finalOrPending } },
      async (request, reply) => {
        const answer = await payments.pay(tillOf(request), request.body);
        return answer.final ? reply.code(200).send(answer) : reply.code(202).send(answer);
      },
    );

    app.get(
      '/v1/payments/:paymentId',
      { schema: { ...queryPaymentWords, params: paymentIdInPath, response: finalOrPending } },
      async (request, reply) => {
        const answer = await payments.query(tillOf(request), request.params.paymentId);
        return answer.final ? reply.code(200).send(answer) : reply.code(202).send(answer);
      },
    );

    app.post(
      '/v1/payments/:paymentId/reversal',
      { schema: { ...reverseWords, params: paymentIdInPath, response: { 200: reversalSchema } } },
      async (request) => payments.reverse(tillOf(request), request.params.paymentId),
    );

    app.post(
      '/v1/payments/:paymentId/close-if-unpaid',
      { schema: { ...closeIfUnpaidWords, params: paymentIdInPath, response: { 200: closureSchema } } },
      async (request) => payments.closeIfUnpaid(tillOf(request), request.params.paymentId),
    );
  };
}
