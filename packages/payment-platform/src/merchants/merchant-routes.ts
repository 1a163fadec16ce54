import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox';
import { operationWords } from '@tallystick/foundation';
import { createMerchant, type Merchant } from './create-merchant.ts';
import { listMerchants } from './list-merchants.ts';
import type { PlatformContext } from '../platform-context.ts';
import { operatorOf } from '../operators/require-operator.ts';
import {
  closed,
  idSchema,
  nameSchema,
  pageQuerySchema,
  pageSchema,
  timeSchema,
} from '../http/wire-schemas.ts';

const merchantSchema = closed(
  { merchantId: idSchema, merchantName: nameSchema, createdAt: timeSchema },
  { title: 'Merchant', description: 'A merchant of the operator.' },
);

const createMerchantWords = operationWords({
  operationId: 'createMerchant',
  tags: ['Merchants and tills'],
  summary: 'Take a merchant in',
  description: 'Its name stands on receipts. A merchant needs a till before it can be paid.',
  'x-problems': [],
});

const listMerchantsWords = operationWords({
  operationId: 'listMerchants',
  tags: ['Merchants and tills'],
  summary: 'List the merchants',
  description: 'In the order in which they came, in pages of a hundred.',
  'x-problems': [],
});

/** `POST` and `GET /v1/merchants`. */
export function merchantRoutes(context: PlatformContext): FastifyPluginAsyncTypebox {
  return async (app) => {
    app.post(
      '/v1/merchants',
      {
        schema: {
          ...createMerchantWords,
          body: closed({ name: nameSchema }),
          response: { 201: merchantSchema },
        },
      },
      async (request, reply) => {
        const { operatorId } = operatorOf(request);
        const merchant = await createMerchant(context, { operatorId, name: request.body.name });
        return reply.code(201).send(toJson(merchant));
      },
    );

    app.get(
      '/v1/merchants',
      {
        schema: {
          ...listMerchantsWords,
          querystring: pageQuerySchema,
          response: {
            200: pageSchema(merchantSchema, { title: 'MerchantList', description: 'A page of merchants.' }),
          },
        },
      },
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
