import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox';
import { Type } from 'typebox';
import { tillNumberText } from '../confirmation/till-number-text.ts';
import { tillOf, type RequireTill } from './require-till.ts';
import { closed, nameSchema, tillNumberSchema } from './wire-schemas.ts';

const tillIdentitySchema = closed({
  tillNumber: tillNumberSchema,
  tillName: nameSchema,
  merchantName: nameSchema,
  issuerPrefix: Type.String(),
});

/** `GET /v1/till`: whose key this is, and which issuer prefix the codes start with that this till may take. */
export function tillIdentityRoute(issuerPrefix: string, requireTill: RequireTill): FastifyPluginAsyncTypebox {
  return async (app) => {
    requireTill(app);
    app.get('/v1/till', { schema: { response: { 200: tillIdentitySchema } } }, (request) => {
      const { tillNumber, tillName, merchantName } = tillOf(request);
      return { tillNumber: tillNumberText(tillNumber), tillName, merchantName, issuerPrefix };
    });
  };
}
