import { defineCommand, type CommandGroup } from '../commands/command.ts';
import { jsonOption, type Options } from '../commands/options.ts';

const storeOptions = {
  store: {
    type: 'string',
    value: 'FILE',
    says: 'the key store; otherwise TALLY_PAYER_STORE, otherwise ~/.tallystick/payer.json',
    completes: 'files',
  },
  'passphrase-file': {
    type: 'string',
    value: 'FILE',
    says: 'its passphrase is the file’s first line; otherwise TALLY_PASSPHRASE, otherwise none',
    completes: 'files',
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
    completes: 'files',
  },
  svg: { type: 'string', value: 'FILE', says: 'the same as a drawing', completes: 'files' },
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

/** `tally payer …`: everything that a payer’s device does. A new command is one more entry. */
export const payerCommands: CommandGroup = {
  says: 'the payer’s terminal: activate, pay, confirm',
  speaksTo: 'cashier',
  commands: {
    activate: defineCommand({
      says: 'make this device a payer terminal: the only command that uses the network',
      operands: ['CODE'],
      options: activateOptions,
      about: `CODE is the 26 characters of the activation, or - to read TALLY_ACTIVATION_CODE. Afterwards the device needs no
network. If the answer was lost, the same command finishes what it had begun. A device that is activated stays as it is,
unless --replace is given; another one on this machine is another --store.`,
      run: async (given, io) => (await import('./activate-command.ts')).runActivate(given, io),
    }),
    pay: defineCommand({
      says: 'show a code that is good for one payment',
      options: payOptions,
      about: `As QR code and as barcode, with the seconds left. In a terminal window a new code takes its place after 30 s, until
Ctrl-C; a device without a clock shows one. Needs no network.`,
      run: async (given, io) => (await import('./pay-command.ts')).runPay(given, io),
    }),
    confirm: defineCommand({
      says: 'check what the till shows after a payment',
      operands: ['CONFIRMATION…'],
      options: confirmOptions,
      about: `  tally payer confirm TALLY1:R:…
  tally payer confirm DIGITS --amount 4.50 --currency EUR

Checks the text of the till’s QR code, or its eight digits together with the amount, without any network. Ends with 0
when it is genuine, also where it proves a decline; the outcome is printed.`,
      run: async (given, io) => (await import('./confirm-command.ts')).runConfirm(given, io),
    }),
    receipts: defineCommand({
      says: 'list codes and what was proved about them',
      options: receiptsOptions,
      about: `Newest first. A code without a confirmation stands as “outcome unknown”: it may have been used, or not.`,
      run: async (given, io) => (await import('./receipts-command.ts')).runReceipts(given, io),
    }),
    status: defineCommand({
      says: 'whether this device can pay, and for how long',
      options: statusOptions,
      run: async (given, io) => (await import('./status-command.ts')).runStatus(given, io),
    }),
  },
};
