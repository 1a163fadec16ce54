import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox';
import { orderReferencePattern, paymentDetailsLimits, paymentIdPattern } from '@tallystick/foundation';
import { Type } from 'typebox';
import type { PaymentService } from '../payments/payment-service.ts';
import { tillOf, type RequireTill } from './require-till.ts';
import { amountSchema, closed } from './wire-schemas.ts';

/** A scanner delivers some more characters than a code has; nothing longer than this is looked at. */
const maximumCodeLength = 512;

/** No control characters and no halves of characters: the database could not store them. */
const textPattern = '^[^\\p{Cc}\\p{Cs}]*$';
const { nameLength, metadataKeys, metadataKeyPattern, metadataValueLength } = paymentDetailsLimits;
const shortName = Type.String({ pattern: textPattern, minLength: 1, maxLength: nameLength });

const paymentDetails = closed({
  placeOfSale: Type.Optional(shortName),
  cashier: Type.Optional(shortName),
  metadata: Type.Optional(
    Type.Record(
      Type.String({ pattern: metadataKeyPattern }),
      Type.String({ pattern: textPattern, maxLength: metadataValueLength }),
      { maxProperties: metadataKeys, additionalProperties: false },
    ),
  ),
});

const paymentRequest = closed({
  paymentId: Type.String({ pattern: paymentIdPattern }),
  code: Type.String({ minLength: 1, maxLength: maximumCodeLength }),
  amount: amountSchema,
  order: Type.Optional(
    closed({
      reference: Type.String({ pattern: orderReferencePattern }),
      total: Type.Optional(amountSchema),
    }),
  ),
  duplicateOf: Type.Optional(Type.String({ pattern: paymentIdPattern })),
  details: Type.Optional(paymentDetails),
});

const paymentIdInPath = closed({ paymentId: Type.String({ pattern: paymentIdPattern }) });

/** The payments of a till: `POST /v1/payments`, `GET /v1/payments/{id}`, and `reversal` and `close-if-unpaid` below it. */
export function paymentRoutes(payments: PaymentService, requireTill: RequireTill): FastifyPluginAsyncTypebox {
  return async (app) => {
    requireTill(app);

    app.post('/v1/payments', { schema: { body: paymentRequest } }, async (request, reply) => {
      const answer = await payments.pay(tillOf(request), request.body);
      return reply.code(answer.final ? 200 : 202).send(answer);
    });

    app.get('/v1/payments/:paymentId', { schema: { params: paymentIdInPath } }, async (request, reply) => {
      const answer = await payments.query(tillOf(request), request.params.paymentId);
      return reply.code(answer.final ? 200 : 202).send(answer);
    });

    app.post('/v1/payments/:paymentId/reversal', { schema: { params: paymentIdInPath } }, async (request) =>
      payments.reverse(tillOf(request), request.params.paymentId),
    );

    app.post(
      '/v1/payments/:paymentId/close-if-unpaid',
      { schema: { params: paymentIdInPath } },
      async (request) => payments.closeIfUnpaid(tillOf(request), request.params.paymentId),
    );
  };
}
