import { parseDecimalAmount, randomPaymentId, TallyError } from '@tallystick/foundation';

/** One request to the operator’s API. */
export interface OperatorRequest {
  readonly method: 'GET' | 'POST' | 'DELETE';
  readonly path: string;
  readonly body?: object;
  /** How long the answer may take; 15 s where it is not given. */
  readonly timeoutMs?: number;
}

interface OperatorCommand {
  /** What stands behind the command’s name. */
  readonly usage: string;
  readonly says: string;
  readonly positionals: number;
  readonly request: (positionals: readonly string[], options: OperatorOptions) => OperatorRequest;
}

export interface OperatorOptions {
  readonly currency: string;
  readonly id: string | undefined;
}

/** Every command of `tally operator`; each is one request. */
export const operatorCommands: Readonly<Record<string, OperatorCommand>> = {
  merchants: {
    usage: '',
    says: 'list the merchants',
    positionals: 0,
    request: () => ({ method: 'GET', path: 'v1/merchants' }),
  },
  'add-merchant': {
    usage: 'NAME',
    says: 'add a merchant',
    positionals: 1,
    request: ([name]) => ({ method: 'POST', path: 'v1/merchants', body: { name } }),
  },
  tills: {
    usage: 'MERCHANT',
    says: 'list the tills of a merchant',
    positionals: 1,
    request: ([merchantId]) => ({ method: 'GET', path: `v1/merchants/${segment(merchantId)}/tills` }),
  },
  'add-till': {
    usage: 'MERCHANT NAME',
    says: 'add a till; its key is shown this once',
    positionals: 2,
    request: ([merchantId, name]) => ({
      method: 'POST',
      path: `v1/merchants/${segment(merchantId)}/tills`,
      body: { name },
    }),
  },
  'replace-till-key': {
    usage: 'TILL',
    says: 'give a till a new key; the old one stops working',
    positionals: 1,
    request: ([tillId]) => ({ method: 'POST', path: `v1/tills/${segment(tillId)}/key` }),
  },
  'revoke-till-key': {
    usage: 'TILL',
    says: 'take a till’s key away',
    positionals: 1,
    request: ([tillId]) => ({ method: 'DELETE', path: `v1/tills/${segment(tillId)}/key` }),
  },
  accounts: {
    usage: '',
    says: 'list the payer accounts',
    positionals: 0,
    request: () => ({ method: 'GET', path: 'v1/accounts' }),
  },
  'add-account': {
    usage: 'NAME --currency EUR',
    says: 'open a payer account',
    positionals: 1,
    request: ([name], { currency }) => ({ method: 'POST', path: 'v1/accounts', body: { name, currency } }),
  },
  account: {
    usage: 'ACCOUNT',
    says: 'show an account and its balance',
    positionals: 1,
    request: ([accountId]) => ({ method: 'GET', path: `v1/accounts/${segment(accountId)}` }),
  },
  'top-up': {
    usage: 'ACCOUNT AMOUNT --currency EUR [--id ID]',
    says: 'put money on an account; the same id asked again books once',
    positionals: 2,
    request: ([accountId, amount], { currency, id }) => ({
      method: 'POST',
      path: `v1/accounts/${segment(accountId)}/top-ups`,
      body: {
        topUpId: id ?? randomPaymentId(),
        amount: { minorUnits: minorUnits(amount, currency), currency },
      },
    }),
  },
  activate: {
    usage: 'ACCOUNT',
    says: 'make an activation code for one more payer terminal',
    positionals: 1,
    request: ([accountId]) => ({ method: 'POST', path: `v1/accounts/${segment(accountId)}/activations` }),
  },
  payments: {
    usage: 'MERCHANT',
    says: 'list a merchant’s last hundred payments, the newest first',
    positionals: 1,
    request: ([merchantId]) => ({ method: 'GET', path: `v1/merchants/${segment(merchantId)}/payments` }),
  },
  refunds: {
    usage: 'MERCHANT',
    says: 'list a merchant’s last hundred refunds, the newest first',
    positionals: 1,
    request: ([merchantId]) => ({ method: 'GET', path: `v1/merchants/${segment(merchantId)}/refunds` }),
  },
  ledger: {
    usage: '',
    says: 'add up the whole ledger and show where it breaks its law',
    positionals: 0,
    request: () => ({ method: 'GET', path: 'v1/ledger', timeoutMs: 90_000 }),
  },
};

function segment(id: string | undefined): string {
  return encodeURIComponent(id ?? '');
}

function minorUnits(amount: string | undefined, currency: string): string {
  const parsed = parseDecimalAmount(amount ?? '', currency);
  if (parsed !== undefined) return parsed.toString();
  const detail = `The amount is written like 12.50, with no more decimals than ${currency} has.`;
  throw new TallyError('arguments_wrong', { detail });
}
