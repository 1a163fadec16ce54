import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox';
import { Type } from 'typebox';
import { tillNumberText } from '../confirmation/till-number-text.ts';
import { createTill } from '../tills/create-till.ts';
import { listTills } from '../tills/list-tills.ts';
import { replaceTillKey } from '../tills/replace-till-key.ts';
import { revokeTillKey } from '../tills/revoke-till-key.ts';
import type { TillKeyContext } from '../tills/till-key-context.ts';
import type { TillListing } from '../tills/till.ts';
import {
  closed,
  idSchema,
  nameSchema,
  pageQuerySchema,
  pageSchema,
  tillNumberSchema,
  timeSchema,
} from './wire-schemas.ts';

const merchantAddress = closed({ merchantId: idSchema });
const tillAddress = closed({ tillId: idSchema });
const till = { tillId: idSchema, tillNumber: tillNumberSchema, tillName: nameSchema };
/** The only answers that ever hold a till’s key. */
const newTillSchema = closed({ ...till, key: Type.String() });
const newKeySchema = closed({ tillId: idSchema, key: Type.String() });
const tillSchema = closed({
  ...till,
  createdAt: timeSchema,
  keyRevokedAt: Type.Union([timeSchema, Type.Null()]),
});

/** The tills of a merchant, and their keys. */
export function tillRoutes(context: TillKeyContext): FastifyPluginAsyncTypebox {
  return async (app) => {
    app.post(
      '/v1/merchants/:merchantId/tills',
      {
        schema: {
          params: merchantAddress,
          body: closed({ name: nameSchema, tillNumber: Type.Optional(tillNumberSchema) }),
          response: { 201: newTillSchema },
        },
      },
      async (request, reply) => {
        const { merchantId } = request.params;
        const { name, tillNumber } = request.body;
        const wanted = tillNumber === undefined ? {} : { tillNumber: Number(tillNumber) };
        const created = await createTill(context, { merchantId, name, ...wanted });
        const { tillId, tillName } = created.till;
        const number = tillNumberText(created.till.tillNumber);
        return reply.code(201).send({ tillId, tillNumber: number, tillName, key: created.key });
      },
    );

    app.get(
      '/v1/merchants/:merchantId/tills',
      {
        schema: {
          params: merchantAddress,
          querystring: pageQuerySchema,
          response: { 200: pageSchema(tillSchema) },
        },
      },
      async (request) => {
        const { items, next } = await listTills(context, { ...request.params, ...request.query });
        return { items: items.map(toJson), next };
      },
    );

    app.post(
      '/v1/tills/:tillId/key',
      { schema: { params: tillAddress, response: { 201: newKeySchema } } },
      async (request, reply) => {
        const { tillId } = request.params;
        return reply.code(201).send({ tillId, key: await replaceTillKey(context, { tillId }) });
      },
    );

    app.delete('/v1/tills/:tillId/key', { schema: { params: tillAddress } }, async (request, reply) => {
      await revokeTillKey(context, request.params);
      return reply.code(204).send();
    });
  };
}

function toJson({ tillId, tillNumber, tillName, createdAt, keyRevokedAt }: TillListing) {
  return {
    tillId,
    tillNumber: tillNumberText(tillNumber),
    tillName,
    createdAt: createdAt.toISOString(),
    keyRevokedAt: keyRevokedAt?.toISOString() ?? null,
  };
}
