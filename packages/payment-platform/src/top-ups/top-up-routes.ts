import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox';
import { moneyToJson, operationWords, paymentIdPattern } from '@tallystick/foundation';
import { Type } from 'typebox';
import { topUp, type TopUpContext } from './top-up.ts';
import { amountSchema, closed, idSchema, timeSchema } from '../http/wire-schemas.ts';

/** Of the same form as a payment id, and for the same reason. */
const topUpIdSchema = Type.String({
  pattern: paymentIdPattern,
  description: 'Your own name for the top-up, made and stored before it is sent; unique within the account',
});

const topUpSchema = closed(
  { topUpId: topUpIdSchema, accountId: idSchema, amount: amountSchema, bookedAt: timeSchema },
  { title: 'TopUp', description: 'The money is on the account.' },
);

const topUpWords = operationWords({
  operationId: 'topUpAccount',
  tags: ['Accounts and credentials'],
  summary: 'Put money on a payer account',
  description:
    'After the money has come in from outside. Make the top-up id and store it before you send: the same id with the ' +
    'same amount gets the first answer again and books nothing.',
  'x-problems': [
    'account_unknown',
    'amount_invalid',
    'currency_unknown',
    'top_up_currency_mismatch',
    'top_up_id_reused',
    'top_up_over_limit',
  ],
});

/** `POST /v1/accounts/{accountId}/top-ups`; the same id asked again gets the same answer. */
export function topUpRoutes(context: TopUpContext): FastifyPluginAsyncTypebox {
  return async (app) => {
    app.post(
      '/v1/accounts/:accountId/top-ups',
      {
        schema: {
          ...topUpWords,
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
