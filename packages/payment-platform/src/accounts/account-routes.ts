import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox';
import { moneyToJson, operationWords } from '@tallystick/foundation';
import type { Account } from './account.ts';
import { createPayerAccount } from './create-payer-account.ts';
import { findAccount } from './find-account.ts';
import { listAccounts } from './list-accounts.ts';
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
} from '../http/wire-schemas.ts';

const accountAddress = closed({ accountId: idSchema });
const accountSchema = closed(
  { accountId: idSchema, name: nameSchema, balance: balanceSchema, createdAt: timeSchema },
  { title: 'Account', description: 'A payer account.' },
);
const accountListSchema = pageSchema(accountSchema, {
  title: 'AccountList',
  description: 'A page of payer accounts.',
});

const createAccountWords = operationWords({
  operationId: 'createAccount',
  tags: ['Accounts and credentials'],
  summary: 'Open a payer account',
  description:
    'In one currency, with nothing on it. Top it up, then make an activation for the payer’s device.',
  'x-problems': ['currency_unknown'],
});

const listAccountsWords = operationWords({
  operationId: 'listAccounts',
  tags: ['Accounts and credentials'],
  summary: 'List the payer accounts',
  description: 'With their balances, in the order in which they were opened, in pages of a hundred.',
  'x-problems': [],
});

const readAccountWords = operationWords({
  operationId: 'readAccount',
  tags: ['Accounts and credentials'],
  summary: 'Read a payer account',
  description: 'Its balance as it stands now.',
  'x-problems': ['account_unknown'],
});

/** Payer accounts. */
export function accountRoutes(context: BucketedContext): FastifyPluginAsyncTypebox {
  return async (app) => {
    app.post(
      '/v1/accounts',
      {
        schema: {
          ...createAccountWords,
          body: closed({ name: nameSchema, currency: currencySchema }),
          response: { 201: accountSchema },
        },
      },
      async (request, reply) => reply.code(201).send(toJson(await createPayerAccount(context, request.body))),
    );

    app.get(
      '/v1/accounts',
      {
        schema: { ...listAccountsWords, querystring: pageQuerySchema, response: { 200: accountListSchema } },
      },
      async (request) => {
        const { items, next } = await listAccounts(context, request.query);
        return { items: items.map(toJson), next };
      },
    );

    app.get(
      '/v1/accounts/:accountId',
      { schema: { ...readAccountWords, params: accountAddress, response: { 200: accountSchema } } },
      async (request) => toJson(await findAccount(context, request.params)),
    );
  };
}

function toJson({ accountId, name, balance, createdAt }: Account) {
  return { accountId, name, balance: moneyToJson(balance), createdAt: createdAt.toISOString() };
}
