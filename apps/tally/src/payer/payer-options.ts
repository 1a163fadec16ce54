import { jsonOption, type Options } from '../commands/options.ts';

const storeOptions = {
  store: {
    type: 'string',
    value: 'FILE',
    says: 'the key store; otherwise TALLY_PAYER_STORE, otherwise ~/.tallystick/payer.json',
  },
  'passphrase-file': {
    type: 'string',
    value: 'FILE',
    says: 'its passphrase is the file’s first line; otherwise TALLY_PASSPHRASE, otherwise none',
  },
  ...jsonOption,
} as const satisfies Options;

export const statusOptions = storeOptions;
export const receiptsOptions = storeOptions;

export const activateOptions = {
  server: {
    type: 'string',
    value: 'URL',
    says: 'where the Tallystick system answers, such as http://127.0.0.1:8080; TALLY_SERVER where it is left out',
  },
  replace: {
    type: 'boolean',
    says: 'take the place of the credential that this device has: its codes and receipts are lost',
  },
  ...storeOptions,
} as const satisfies Options;

export const payOptions = {
  once: { type: 'boolean', says: 'show one code and end (always so when the output is not a terminal)' },
  digits: { type: 'boolean', says: 'show the digits too. Never read them out to anybody' },
  png: {
    type: 'string',
    value: 'FILE',
    says: 'write one code as a picture that only its owner can read, and end',
  },
  svg: { type: 'string', value: 'FILE', says: 'the same as a drawing' },
  text: { type: 'boolean', says: 'draw without colours, for paper and for light windows' },
  ...storeOptions,
} as const satisfies Options;

export const confirmOptions = {
  amount: {
    type: 'string',
    value: 'AMOUNT',
    says: 'what the till showed beside the eight digits, such as 4.50',
  },
  currency: { type: 'string', value: 'CODE', says: 'and its currency, such as EUR' },
  'code-ending': {
    type: 'string',
    value: 'DIGITS',
    says: 'the last four digits of the code, where several codes are waiting',
  },
  ...storeOptions,
} as const satisfies Options;
