import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox';
import { operationWords } from '@tallystick/foundation';
import { Type } from 'typebox';
import { hashApiKey } from '../api-keys/api-key.ts';
import type { OperatorAuthenticator } from './operator-authenticator.ts';
import { operatorKeyId } from './find-operator.ts';
import { createOperatorKey, listOperatorKeys, revokeOperatorKey } from './operator-keys.ts';
import type { PlatformContext } from '../platform-context.ts';
import { operatorOf } from './require-operator.ts';
import { closed, noContentSchema, timeSchema } from '../http/wire-schemas.ts';

const keyIdSchema = Type.String({ pattern: '^[0-9a-f]{16}$', description: 'Names the key without being it' });
/** The only answer that ever holds an operator’s key. */
const newKeySchema = closed(
  { keyId: keyIdSchema, key: Type.String({ description: 'Shown this once; the server keeps a hash of it' }) },
  { title: 'NewOperatorKey', description: 'A key to this API. Write it down now.' },
);
const keySchema = closed(
  {
    keyId: keyIdSchema,
    createdAt: timeSchema,
    revokedAt: Type.Union([timeSchema, Type.Null()]),
    isYours: Type.Boolean({ description: 'The key that this request was sent with' }),
  },
  { title: 'OperatorKey' },
);
const keyListSchema = closed(
  { items: Type.Array(keySchema) },
  { title: 'OperatorKeyList', description: 'All keys of the operator, revoked ones included.' },
);

const createKeyWords = operationWords({
  operationId: 'createOperatorKey',
  tags: ['Operator'],
  summary: 'Make one more operator key',
  description:
    'For a second person or program, or before the present key is revoked. It opens everything that yours opens.',
  'x-problems': [],
});

const listKeysWords = operationWords({
  operationId: 'listOperatorKeys',
  tags: ['Operator'],
  summary: 'List the operator’s keys',
  description: 'By their ids and times; the keys themselves are shown when they are made, and never again.',
  'x-problems': [],
});

const revokeKeyWords = operationWords({
  operationId: 'revokeOperatorKey',
  tags: ['Operator'],
  summary: 'Revoke an operator key',
  description: 'At once and for ever, also your own. The last one stays, because nobody could make another.',
  'x-problems': ['operator_key_id_unknown', 'operator_key_last'],
});

/** `POST`, `GET` and `DELETE /v1/operator-keys`: keys to this API. */
export function operatorKeyRoutes(
  context: PlatformContext & { readonly operatorAuthenticator: OperatorAuthenticator },
): FastifyPluginAsyncTypebox {
  return async (app) => {
    app.post(
      '/v1/operator-keys',
      { schema: { ...createKeyWords, response: { 201: newKeySchema } } },
      async (request, reply) => {
        const key = await createOperatorKey(context, operatorOf(request));
        return reply.code(201).send({ keyId: operatorKeyId(hashApiKey(key)), key });
      },
    );

    app.get(
      '/v1/operator-keys',
      { schema: { ...listKeysWords, response: { 200: keyListSchema } } },
      async (request) => {
        const { operatorId, keyId: own } = operatorOf(request);
        const keys = await listOperatorKeys(context, { operatorId });
        return {
          items: keys.map(({ keyId, createdAt, revokedAt }) => ({
            keyId,
            createdAt: createdAt.toISOString(),
            revokedAt: revokedAt?.toISOString() ?? null,
            isYours: keyId === own,
          })),
        };
      },
    );

    app.delete(
      '/v1/operator-keys/:keyId',
      {
        schema: {
          ...revokeKeyWords,
          params: closed({ keyId: keyIdSchema }),
          response: { 204: noContentSchema },
        },
      },
      async (request, reply) => {
        const { operatorId } = operatorOf(request);
        await revokeOperatorKey(context, { operatorId, keyId: request.params.keyId });
        return reply.code(204).send(null);
      },
    );
  };
}
