import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox';
import { createMerchant, type Merchant } from '../merchants/create-merchant.ts';
import { listMerchants } from '../merchants/list-merchants.ts';
import type { PlatformContext } from '../platform-context.ts';
import { operatorOf } from './require-operator.ts';
import { closed, idSchema, nameSchema, pageQuerySchema, pageSchema, timeSchema } from './wire-schemas.ts';

const merchantSchema = closed({ merchantId: idSchema, merchantName: nameSchema, createdAt: timeSchema });

/** `POST` and `GET /v1/merchants`. */
export function merchantRoutes(context: PlatformContext): FastifyPluginAsyncTypebox {
  return async (app) => {
    app.post(
      '/v1/merchants',
      { schema: { body: closed({ name: nameSchema }), response: { 201: merchantSchema } } },
      async (request, reply) => {
        const { operatorId } = operatorOf(request);
        const merchant = await createMerchant(context, { operatorId, name: request.body.name });
        return reply.code(201).send(toJson(merchant));
      },
    );

    app.get(
      '/v1/merchants',
      { schema: { querystring: pageQuerySchema, response: { 200: pageSchema(merchantSchema) } } },
      async (request) => {
        const { items, next } = await listMerchants(context, request.query);
        return { items: items.map(toJson), next };
      },
    );
  };
}

function toJson({ merchantId, merchantName, createdAt }: Merchant) {
  return { merchantId, merchantName, createdAt: createdAt.toISOString() };
}
