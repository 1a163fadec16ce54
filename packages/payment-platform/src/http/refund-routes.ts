import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox';
import { paymentIdPattern, refundIdPattern } from '@tallystick/foundation';
import { Type } from 'typebox';
import type { RefundService } from '../refunds/refund-service.ts';
import { tillOf, type RequireTill } from './require-till.ts';
import { amountSchema, closed } from './wire-schemas.ts';

const refundRequest = closed({
  refundId: Type.String({ pattern: refundIdPattern }),
  paymentId: Type.String({ pattern: paymentIdPattern }),
  amount: amountSchema,
});

const refundIdInPath = closed({ refundId: Type.String({ pattern: refundIdPattern }) });

/** The refunds of a till’s merchant: `POST /v1/refunds` and `GET /v1/refunds/{id}`. */
export function refundRoutes(refunds: RefundService, requireTill: RequireTill): FastifyPluginAsyncTypebox {
  return async (app) => {
    requireTill(app);

    app.post('/v1/refunds', { schema: { body: refundRequest } }, (request) =>
      refunds.refund(tillOf(request), request.body),
    );

    app.get('/v1/refunds/:refundId', { schema: { params: refundIdInPath } }, (request) =>
      refunds.query(tillOf(request), request.params.refundId),
    );
  };
}
