import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox';
import { moneyToJson } from '@tallystick/foundation';
import type { Account } from '../accounts/account.ts';
import { createPayerAccount } from '../accounts/create-payer-account.ts';
import { findAccount } from '../accounts/find-account.ts';
import { listAccounts } from '../accounts/list-accounts.ts';
import type { BucketedContext } from '../platform-context.ts';
import {
  balanceSchema,
  closed,
  currencySchema,
  idSchema,
  nameSchema,
  pageQuerySchema,
  pageSchema,
  timeSchema,
} from './wire-schemas.ts';

const accountAddress = closed({ accountId: idSchema });
const accountSchema = closed({
  accountId: idSchema,
  name: nameSchema,
  balance: balanceSchema,
  createdAt: timeSchema,
});

/** Payer accounts. */
export function accountRoutes(context: BucketedContext): FastifyPluginAsyncTypebox {
  return async (app) => {
    app.post(
      '/v1/accounts',
      {
        schema: {
          body: closed({ name: nameSchema, currency: currencySchema }),
          response: { 201: accountSchema },
        },
      },
      async (request, reply) => reply.code(201).send(toJson(await createPayerAccount(context, request.body))),
    );

    app.get(
      '/v1/accounts',
      { schema: { querystring: pageQuerySchema, response: { 200: pageSchema(accountSchema) } } },
      async (request) => {
        const { items, next } = await listAccounts(context, request.query);
        return { items: items.map(toJson), next };
      },
    );

    app.get(
      '/v1/accounts/:accountId',
      { schema: { params: accountAddress, response: { 200: accountSchema } } },
      async (request) => toJson(await findAccount(context, request.params)),
    );
  };
}

function toJson({ accountId, name, balance, createdAt }: Account) {
  return { accountId, name, balance: moneyToJson(balance), createdAt: createdAt.toISOString() };
}
