import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox';
import {
  mostUsesPerDay,
  type CredentialListing,
  type Credentials,
  type CredentialTerms,
  type KindOfCredential,
} from '@tallystick/verification-contract';
import {
  moneyToJson,
  operationWords,
  parseAmountMinorUnits,
  TallyError,
  type MoneyJson,
} from '@tallystick/foundation';
import { Type } from 'typebox';
import type { Account } from '../accounts/account.ts';
import { findAccount } from '../accounts/find-account.ts';
import { pageOf, pageSize } from '../page.ts';
import type { BucketedContext } from '../platform-context.ts';
import { operatorOf } from '../operators/require-operator.ts';
import {
  amountSchema,
  balanceSchema,
  closed,
  idSchema,
  nullable,
  optional,
  timeSchema,
} from '../http/wire-schemas.ts';

const issueActivationWords = operationWords({
  operationId: 'createActivation',
  tags: ['Accounts and credentials'],
  summary: 'Make an activation code for a payer’s device',
  description:
    'The payer types it, or scans it, into the device, which enrols with it. Nothing in the body means a device with a ' +
    'clock and without limits of its own; a device without a clock always has a cap and a daily count.',
  'x-problems': [
    'account_unknown',
    'amount_invalid',
    'currency_unknown',
    'too_many_activations',
    'too_many_credentials',
  ],
});

const listCredentialsWords = operationWords({
  operationId: 'listCredentials',
  tags: ['Accounts and credentials'],
  summary: 'List the credentials of an account',
  description: 'One for each device that was enrolled. Nothing here makes a code.',
  'x-problems': ['account_unknown'],
});

const changeStateWords = operationWords({
  operationId: 'changeCredentialState',
  tags: ['Accounts and credentials'],
  summary: 'Lock, unlock or revoke a credential',
  description:
    'Lock it when a device is missed, revoke it when it is gone. Its codes are refused from then on; payments that were ' +
    'made stand. The number is shown on the payer’s device too.',
  'x-problems': ['credential_revoked', 'credential_unknown'],
});

const credentialNumberSchema = Type.String({ pattern: '^[0-9]{10}$', description: 'Ten digits' });
const accountAddress = closed({ accountId: idSchema });
const credentialAddress = closed({ credentialNumber: credentialNumberSchema });
const stateSchema = Type.Enum(['active', 'locked', 'revoked'], {
  type: 'string',
  description: 'A locked credential can be made active again, a revoked one never',
});
function kindSchemaOf(kinds: readonly KindOfCredential[]) {
  return Type.Enum(
    kinds.map(({ name }) => name),
    {
      type: 'string',
      description: kinds.map(({ name, description }) => `\`${name}\`: ${description}`).join('. '),
    },
  );
}

const usesPerDaySchema = Type.Integer({
  minimum: 1,
  maximum: mostUsesPerDay,
  description: 'Codes that are taken in one UTC day',
});

/** Nothing asks for a terminal of the first kind, with a clock, and without limits of its own. */
const activationRequestSchemaOf = (kinds: readonly KindOfCredential[]) =>
  optional(
    closed(
      {
        kind: Type.Optional(kindSchemaOf(kinds)),
        cap: Type.Optional(amountSchema),
        usesPerDay: Type.Optional(usesPerDaySchema),
      },
      { title: 'ActivationRequest' },
    ),
  );
const activationSchema = closed(
  {
    activationCode: Type.String({ description: '26 characters for the payer to type. A secret' }),
    qr: Type.String({ description: 'The same, to be shown as a QR code' }),
    expiresAt: timeSchema,
  },
  { title: 'Activation', description: 'An activation code, good for one device and 15 minutes.' },
);
const credentialSchemaOf = (kinds: readonly KindOfCredential[]) =>
  closed(
    {
      credentialNumber: credentialNumberSchema,
      accountId: idSchema,
      kind: kindSchemaOf(kinds),
      state: stateSchema,
      cap: nullable(balanceSchema),
      usesPerDay: nullable(Type.Integer()),
      createdAt: timeSchema,
    },
    { title: 'Credential', description: 'A credential as its operator sees it.' },
  );

export interface CredentialRoutesContext extends BucketedContext, Credentials {
  /** The kinds that can be issued. */
  readonly kinds: readonly KindOfCredential[];
}

/** Activations of payer terminals, and the credentials that came of them. */
export function credentialRoutes(context: CredentialRoutesContext): FastifyPluginAsyncTypebox {
  const credentialSchema = credentialSchemaOf(context.kinds);
  const credentialPageSchema = closed(
    { items: Type.Array(credentialSchema), next: nullable(credentialNumberSchema) },
    { title: 'CredentialList', description: 'A page of credentials.' },
  );
  return async (app) => {
    app.post(
      '/v1/accounts/:accountId/activations',
      {
        schema: {
          ...issueActivationWords,
          params: accountAddress,
          body: activationRequestSchemaOf(context.kinds),
          response: { 201: activationSchema },
        },
      },
      async (request, reply) => {
        const account = await findAccount(context, request.params);
        const { accountId, shard } = account;
        const asked = termsAskedFor(request.body, account);
        const { activationCode, qr, expiresAt } = await context.issueActivation({ accountId, shard }, asked);
        return reply.code(201).send({ activationCode, qr, expiresAt: expiresAt.toISOString() });
      },
    );

    app.get(
      '/v1/accounts/:accountId/credentials',
      {
        schema: {
          ...listCredentialsWords,
          params: accountAddress,
          querystring: closed({ after: Type.Optional(credentialNumberSchema) }),
          response: { 200: credentialPageSchema },
        },
      },
      async (request) => {
        const account = await findAccount(context, request.params);
        const read = await context.listCredentials(account, { ...request.query, limit: pageSize + 1 });
        const { items, next } = pageOf(read, ({ credentialNumber }) => credentialNumber);
        return { items: items.map((item) => toJson(item, account)), next };
      },
    );

    app.post(
      '/v1/credentials/:credentialNumber/state',
      {
        schema: {
          ...changeStateWords,
          params: credentialAddress,
          body: closed({ state: stateSchema }),
          response: { 200: credentialSchema },
        },
      },
      async (request) => {
        const { operatorId } = operatorOf(request);
        const { credentialNumber } = request.params;
        const { state } = request.body;
        const credential = await context.changeCredentialState({ credentialNumber, state, operatorId });
        return toJson(credential, await findAccount(context, credential));
      },
    );
  };
}

function termsAskedFor(
  body: { kind?: CredentialTerms['kind']; cap?: MoneyJson; usesPerDay?: number } | null,
  account: Account,
): Partial<CredentialTerms> {
  const { cap, ...others } = body ?? {};
  return cap === undefined ? others : { ...others, cap: capOf(cap, account) };
}

function capOf({ minorUnits, currency }: MoneyJson, account: Account): bigint {
  const cap = parseAmountMinorUnits(minorUnits);
  if (cap === undefined) throw new TallyError('amount_invalid', { field: '/cap/minorUnits' });
  if (currency === account.balance.currency) return cap;
  const detail = `The cap is in the currency of the account, ${account.balance.currency}.`;
  throw new TallyError('malformed_request', { field: '/cap/currency', detail });
}

function toJson({ cap, createdAt, ...credential }: CredentialListing, account: Account) {
  const { currency } = account.balance;
  return {
    ...credential,
    cap: cap === null ? null : moneyToJson({ minorUnits: cap, currency }),
    createdAt: createdAt.toISOString(),
  };
}
