import { parseDecimalAmount, randomPaymentId, TallyError } from '@tallystick/foundation';
import { defineCommand, type CommandGroup } from '../commands/command.ts';
import type { Options } from '../commands/options.ts';
import { textOf } from '../output/answer-fields.ts';
import { ask, askForSecret, askOptions } from './ask.ts';
import { get, post, remove } from './send-operator-request.ts';

const currencyOption = {
  currency: {
    type: 'string',
    value: 'CODE',
    says: 'such as EUR, which it is where none is given',
    default: 'EUR',
  },
} as const satisfies Options;

const idOption = {
  id: { type: 'string', value: 'ID', says: 'a name of your own: the same id asked again books once' },
} as const satisfies Options;

const termsOptions = {
  kind: {
    type: 'string',
    value: 'KIND',
    says: 'event: for a device without a clock. Shops can follow its payer by the ten digits of its codes: tell them',
  },
  cap: { type: 'string', value: 'AMOUNT', says: 'limit: the most that one of its codes pays, in --currency' },
  'uses-per-day': {
    type: 'string',
    value: 'N',
    says: 'limit: how many of its codes are taken in one UTC day',
  },
} as const satisfies Options;

const fileOption = {
  file: {
    type: 'string',
    value: 'FILE',
    says: 'write the new key there as {"operatorKey"}, 0600, instead of showing it',
  },
} as const satisfies Options;

/** `tally operator …`: each command is one request to the operator’s API, and one entry here. */
export const operatorCommands: CommandGroup = {
  says: 'merchants, tills, accounts, top-ups, activations, credentials, keys',
  about: 'The operator’s key is taken from TALLY_OPERATOR_KEY.',
  commands: {
    merchants: defineCommand({
      says: 'list the merchants',
      options: askOptions,
      run: ({ values }, io) => ask(get('v1/merchants'), values, io),
    }),
    'add-merchant': defineCommand({
      says: 'add a merchant',
      operands: ['NAME'],
      options: askOptions,
      run: ({ values, operands: [name] }, io) => ask(post('v1/merchants', { name }), values, io),
    }),
    tills: defineCommand({
      says: 'list the tills of a merchant',
      operands: ['MERCHANT'],
      options: askOptions,
      run: ({ values, operands: [merchantId] }, io) =>
        ask(get(`v1/merchants/${segment(merchantId)}/tills`), values, io),
    }),
    'add-till': defineCommand({
      says: 'add a till; its key is shown this once',
      operands: ['MERCHANT', 'NAME'],
      options: askOptions,
      run: ({ values, operands: [merchantId, name] }, io) =>
        askForSecret(
          post(`v1/merchants/${segment(merchantId)}/tills`, { name }),
          (till) => `Give the till another key: tally operator replace-till-key ${textOf(till, 'tillId')}`,
          values,
          io,
        ),
    }),
    'replace-till-key': defineCommand({
      says: 'give a till a new key; the old one stops working',
      operands: ['TILL'],
      options: askOptions,
      run: ({ values, operands: [tillId] }, io) =>
        askForSecret(
          post(`v1/tills/${segment(tillId)}/key`),
          () => 'The former key has stopped working: give the same command again.',
          values,
          io,
        ),
    }),
    'revoke-till-key': defineCommand({
      says: 'take a till’s key away',
      operands: ['TILL'],
      options: askOptions,
      run: ({ values, operands: [tillId] }, io) => ask(remove(`v1/tills/${segment(tillId)}/key`), values, io),
    }),
    accounts: defineCommand({
      says: 'list the payer accounts',
      options: askOptions,
      run: ({ values }, io) => ask(get('v1/accounts'), values, io),
    }),
    'add-account': defineCommand({
      says: 'open a payer account',
      operands: ['NAME'],
      options: { ...currencyOption, ...askOptions },
      run: ({ values, operands: [name] }, io) =>
        ask(post('v1/accounts', { name, currency: values.currency }), values, io),
    }),
    account: defineCommand({
      says: 'show an account and its balance',
      operands: ['ACCOUNT'],
      options: askOptions,
      run: ({ values, operands: [accountId] }, io) =>
        ask(get(`v1/accounts/${segment(accountId)}`), values, io),
    }),
    'top-up': defineCommand({
      says: 'put money on an account',
      operands: ['ACCOUNT', 'AMOUNT'],
      options: { ...currencyOption, ...idOption, ...askOptions },
      run: async ({ values, operands: [accountId, amount] }, io) =>
        (await import('./top-up.ts')).topUp(
          {
            accountId: accountId ?? '',
            topUpId: values.id ?? randomPaymentId(),
            amount: { minorUnits: minorUnits(amount, values.currency), currency: values.currency },
          },
          values,
          io,
        ),
    }),
    activate: defineCommand({
      says: 'make an activation code for one more payer terminal',
      operands: ['ACCOUNT'],
      options: { ...termsOptions, ...currencyOption, ...askOptions },
      about: `A device without a clock always has both limits; TALLY_EVENT_CAP and TALLY_EVENT_USES_PER_DAY of the server
are the default.`,
      run: ({ values, operands: [accountId] }, io) =>
        askForSecret(
          post(`v1/accounts/${segment(accountId)}/activations`, activationTerms(values)),
          () => 'It ends by itself: make another one.',
          values,
          io,
        ),
    }),
    credentials: defineCommand({
      says: 'list the credentials of an account',
      operands: ['ACCOUNT'],
      options: askOptions,
      run: ({ values, operands: [accountId] }, io) =>
        ask(get(`v1/accounts/${segment(accountId)}/credentials`), values, io),
    }),
    'lock-credential': credentialCommand(
      'locked',
      'lock one credential; the others of its account go on paying',
    ),
    'unlock-credential': credentialCommand('active', 'let a locked credential pay again'),
    'revoke-credential': credentialCommand('revoked', 'end a credential for ever'),
    payments: defineCommand({
      says: 'list a merchant’s last hundred payments, the newest first',
      operands: ['MERCHANT'],
      options: askOptions,
      run: ({ values, operands: [merchantId] }, io) =>
        ask(get(`v1/merchants/${segment(merchantId)}/payments`), values, io),
    }),
    refunds: defineCommand({
      says: 'list a merchant’s last hundred refunds, the newest first',
      operands: ['MERCHANT'],
      options: askOptions,
      run: ({ values, operands: [merchantId] }, io) =>
        ask(get(`v1/merchants/${segment(merchantId)}/refunds`), values, io),
    }),
    keys: defineCommand({
      says: 'list the keys to this API',
      options: askOptions,
      run: ({ values }, io) => ask(get('v1/operator-keys'), values, io),
    }),
    'add-key': defineCommand({
      says: 'make one more key to this API; it is shown this once',
      options: askOptions,
      run: ({ values }, io) =>
        askForSecret(
          post('v1/operator-keys'),
          (key) => `Take it away: tally operator revoke-key ${textOf(key, 'keyId')}`,
          values,
          io,
        ),
    }),
    'revoke-key': defineCommand({
      says: 'take a key to this API away; never the last one',
      operands: ['KEY_ID'],
      options: askOptions,
      run: ({ values, operands: [keyId] }, io) =>
        ask(remove(`v1/operator-keys/${segment(keyId)}`), values, io),
    }),
    'replace-key': defineCommand({
      says: 'make a new key in place of the one in TALLY_OPERATOR_KEY, which stops working',
      options: { ...fileOption, ...askOptions },
      about: `The new key is kept first, and then revokes the old one itself. Where that fails, both keys work, and the sentence
says so.`,
      run: async ({ values }, io) => (await import('./replace-key.ts')).replaceKey(values, io),
    }),
    ledger: defineCommand({
      says: 'add up the whole ledger and show where it breaks its law',
      options: askOptions,
      run: ({ values }, io) => ask(get('v1/ledger', 90_000), values, io),
    }),
  },
};

function credentialCommand(state: string, says: string) {
  return defineCommand({
    says,
    operands: ['CREDENTIAL'],
    options: askOptions,
    run: ({ values, operands: [credentialNumber] }, io) =>
      ask(post(`v1/credentials/${segment(credentialNumber)}/state`, { state }), values, io),
  });
}

interface Terms {
  readonly kind?: string | undefined;
  readonly cap?: string | undefined;
  readonly 'uses-per-day'?: string | undefined;
  readonly currency: string;
}

function activationTerms({ kind, cap, 'uses-per-day': usesPerDay, currency }: Terms): object {
  return {
    ...(kind === undefined ? {} : { kind }),
    ...(cap === undefined ? {} : { cap: { minorUnits: minorUnits(cap, currency), currency } }),
    ...(usesPerDay === undefined ? {} : { usesPerDay: wholeNumber(usesPerDay, '--uses-per-day') }),
  };
}

function wholeNumber(text: string, option: string): number {
  if (/^[1-9][0-9]{0,5}$/.test(text)) return Number(text);
  throw new TallyError('arguments_wrong', { detail: `${option} takes a whole number from 1 on.` });
}

function segment(id: string | undefined): string {
  return encodeURIComponent(id ?? '');
}

function minorUnits(amount: string | undefined, currency: string): string {
  const parsed = parseDecimalAmount(amount ?? '', currency);
  if (parsed !== undefined) return parsed.toString();
  const detail = `The amount is written like 12.50, with no more decimals than ${currency} has.`;
  throw new TallyError('arguments_wrong', { detail });
}
