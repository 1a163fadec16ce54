import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox';
import { moneyToJson, paymentIdPattern } from '@tallystick/foundation';
import { Type } from 'typebox';
import { topUp, type TopUpContext } from '../top-ups/top-up.ts';
import { amountSchema, closed, idSchema, timeSchema } from './wire-schemas.ts';

/** Of the same form as a payment id, and for the same reason. */
const topUpIdSchema = Type.String({ pattern: paymentIdPattern });

const topUpSchema = closed({
  topUpId: topUpIdSchema,
  accountId: idSchema,
  amount: amountSchema,
  bookedAt: timeSchema,
});

/** `POST /v1/accounts/{accountId}/top-ups`; the same id asked again gets the same answer. */
export function topUpRoutes(context: TopUpContext): FastifyPluginAsyncTypebox {
  return async (app) => {
    app.post(
      '/v1/accounts/:accountId/top-ups',
      {
        schema: {
          params: closed({ accountId: idSchema }),
          body: closed({ topUpId: topUpIdSchema, amount: amountSchema }),
          response: { 200: topUpSchema },
        },
      },
      async (request) => {
        const { minorUnits, currency } = request.body.amount;
        const amount = { minorUnits: BigInt(minorUnits), currency };
        const { topUpId } = request.body;
        const booked = await topUp(context, { ...request.params, topUpId, amount });
        const { accountId, bookedAt } = booked;
        return { topUpId, accountId, amount: moneyToJson(booked.amount), bookedAt: bookedAt.toISOString() };
      },
    );
  };
}
