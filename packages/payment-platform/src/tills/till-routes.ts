import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox';
import { operationWords } from '@tallystick/foundation';
import { Type } from 'typebox';
import { tillNumberText } from '../confirmation/till-number-text.ts';
import { createTill } from './create-till.ts';
import { listTills } from './list-tills.ts';
import { replaceTillKey } from './replace-till-key.ts';
import { revokeTillKey } from './revoke-till-key.ts';
import type { TillKeyContext } from './till-key-context.ts';
import type { TillListing } from './till.ts';
import {
  closed,
  idSchema,
  nameSchema,
  noContentSchema,
  nullable,
  pageQuerySchema,
  pageSchema,
  tillNumberSchema,
  timeSchema,
} from '../http/wire-schemas.ts';

const createTillWords = operationWords({
  operationId: 'createTill',
  tags: ['Merchants and tills'],
  summary: 'Open a till',
  description:
    'A numbered point of sale of a merchant, with an API key of its own. Without a number it gets a free one.',
  'x-problems': ['merchant_unknown', 'till_number_taken'],
});

const listTillsWords = operationWords({
  operationId: 'listTills',
  tags: ['Merchants and tills'],
  summary: 'List a merchant’s tills',
  description:
    'With the time since which a key no longer opens anything. The keys themselves are never shown again.',
  'x-problems': ['merchant_unknown'],
});

const replaceTillKeyWords = operationWords({
  operationId: 'replaceTillKey',
  tags: ['Merchants and tills'],
  summary: 'Give a till a new key',
  description:
    'When the old one may be known to somebody, or was lost or revoked. The old one stops at once; the till’s open ' +
    'payments stay its own.',
  'x-problems': ['till_unknown'],
});

const revokeTillKeyWords = operationWords({
  operationId: 'revokeTillKey',
  tags: ['Merchants and tills'],
  summary: 'Take a till’s key away',
  description: 'When a till is stolen or closed. It can do nothing from then on; a new key brings it back.',
  'x-problems': ['till_unknown'],
});

const merchantAddress = closed({ merchantId: idSchema });
const tillAddress = closed({ tillId: idSchema });
const till = { tillId: idSchema, tillNumber: tillNumberSchema, tillName: nameSchema };
/** The only answers that ever hold a till’s key. */
const tillKeySchema = Type.String({
  description: 'The till’s API key. Shown this once; the server keeps a hash of it',
});
const newTillSchema = closed(
  { ...till, key: tillKeySchema },
  { title: 'NewTill', description: 'The till and its key. Put the key into the till now.' },
);
const newKeySchema = closed(
  { tillId: idSchema, key: tillKeySchema },
  { title: 'NewTillKey', description: 'The new key. The one before has stopped working.' },
);
const tillSchema = closed(
  { ...till, createdAt: timeSchema, keyRevokedAt: nullable(timeSchema) },
  { title: 'Till' },
);
const tillListSchema = pageSchema(tillSchema, { title: 'TillList', description: 'A page of tills.' });

/** The tills of a merchant, and their keys. */
export function tillRoutes(context: TillKeyContext): FastifyPluginAsyncTypebox {
  return async (app) => {
    app.post(
      '/v1/merchants/:merchantId/tills',
      {
        schema: {
          ...createTillWords,
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
          ...listTillsWords,
          params: merchantAddress,
          querystring: pageQuerySchema,
          response: { 200: tillListSchema },
        },
      },
      async (request) => {
        const { items, next } = await listTills(context, { ...request.params, ...request.query });
        return { items: items.map(toJson), next };
      },
    );

    app.post(
      '/v1/tills/:tillId/key',
      { schema: { ...replaceTillKeyWords, params: tillAddress, response: { 201: newKeySchema } } },
      async (request, reply) => {
        const { tillId } = request.params;
        return reply.code(201).send({ tillId, key: await replaceTillKey(context, { tillId }) });
      },
    );

    app.delete(
      '/v1/tills/:tillId/key',
      { schema: { ...revokeTillKeyWords, params: tillAddress, response: { 204: noContentSchema } } },
      async (request, reply) => {
        await revokeTillKey(context, request.params);
        return reply.code(204).send(null);
      },
    );
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
