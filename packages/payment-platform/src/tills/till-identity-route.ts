import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox';
import { operationWords } from '@tallystick/foundation';
import { Type } from 'typebox';
import { tillNumberText } from '../confirmation/till-number-text.ts';
import { tillOf, type RequireTill } from './require-till.ts';
import { closed, nameSchema, tillNumberSchema } from '../http/wire-schemas.ts';

const tillIdentitySchema = closed(
  {
    tillNumber: tillNumberSchema,
    tillName: nameSchema,
    merchantName: nameSchema,
    issuerPrefix: Type.String({
      pattern: '^[0-9]{2}$',
      description: 'The two digits that every code starts with which this till may take',
    }),
  },
  { title: 'TillIdentity', description: 'Whose key this is.' },
);

const tillIdentityWords = operationWords({
  operationId: 'tillIdentity',
  tags: ['Till'],
  summary: 'Say whose key this is',
  description:
    'When a till is switched on: the key works, and this is what stands on its receipts. A good first request.',
  'x-problems': [],
});

/** `GET /v1/till`: whose key this is, and which issuer prefix the codes start with that this till may take. */
export function tillIdentityRoute(issuerPrefix: string, requireTill: RequireTill): FastifyPluginAsyncTypebox {
  return async (app) => {
    requireTill(app);
    app.get(
      '/v1/till',
      { schema: { ...tillIdentityWords, response: { 200: tillIdentitySchema } } },
      (request) => {
        const { tillNumber, tillName, merchantName } = tillOf(request);
        return { tillNumber: tillNumberText(tillNumber), tillName, merchantName, issuerPrefix };
      },
    );
  };
}
