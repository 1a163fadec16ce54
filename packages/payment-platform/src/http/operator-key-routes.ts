import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox';
import { Type } from 'typebox';
import { hashApiKey } from '../api-keys/api-key.ts';
import { createOperatorKey } from '../operators/create-operator-key.ts';
import { listOperatorKeys } from '../operators/list-operator-keys.ts';
import type { OperatorAuthenticator } from '../operators/operator-authenticator.ts';
import { operatorKeyId } from '../operators/operator-key-id.ts';
import { revokeOperatorKey } from '../operators/revoke-operator-key.ts';
import type { PlatformContext } from '../platform-context.ts';
import { operatorOf } from './require-operator.ts';
import { closed, timeSchema } from './wire-schemas.ts';

const keyIdSchema = Type.String({ pattern: '^[0-9a-f]{16}$' });
/** The only answer that ever holds an operator’s key. */
const newKeySchema = closed({ keyId: keyIdSchema, key: Type.String() });
const keySchema = closed({
  keyId: keyIdSchema,
  createdAt: timeSchema,
  revokedAt: Type.Union([timeSchema, Type.Null()]),
  isYours: Type.Boolean({ description: 'The key that this request was sent with' }),
});

/** `POST`, `GET` and `DELETE /v1/operator-keys`: keys to this API. */
export function operatorKeyRoutes(
  context: PlatformContext & { readonly operatorAuthenticator: OperatorAuthenticator },
): FastifyPluginAsyncTypebox {
  return async (app) => {
    app.post('/v1/operator-keys', { schema: { response: { 201: newKeySchema } } }, async (request, reply) => {
      const key = await createOperatorKey(context, operatorOf(request));
      return reply.code(201).send({ keyId: operatorKeyId(hashApiKey(key)), key });
    });

    app.get(
      '/v1/operator-keys',
      { schema: { response: { 200: closed({ items: Type.Array(keySchema) }) } } },
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
      { schema: { params: closed({ keyId: keyIdSchema }) } },
      async (request, reply) => {
        const { operatorId } = operatorOf(request);
        await revokeOperatorKey(context, { operatorId, keyId: request.params.keyId });
        return reply.code(204).send();
      },
    );
  };
}
