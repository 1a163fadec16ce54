import { defineCommand, type CommandGroup } from '../commands/command.ts';
import { jsonOption, serverOption, type Options } from '../commands/options.ts';

const tillOptions = {
  ...serverOption,
  'key-file': {
    type: 'string',
    value: 'FILE',
    says: 'the till’s key, one line, mode 0600; otherwise TALLY_TILL_KEY',
    completes: 'files',
  },
  ...jsonOption,
} as const satisfies Options;

/** Of commands that begin or end a payment: they remember it until its end is certain. */
const journalOptions = {
  state: {
    type: 'string',
    value: 'FOLDER',
    says: 'where open payments are remembered; otherwise TALLY_TILL_STATE, otherwise ~/.tallystick',
    completes: 'folders',
  },
  ...tillOptions,
} as const satisfies Options;

const receiptOptions = {
  receipt: {
    type: 'string',
    value: 'FILE',
    says: 'write the receipt to a file instead of showing it',
    completes: 'files',
  },
  qr: { type: 'boolean', says: 'add the confirmation to the receipt as a QR code' },
} as const satisfies Options;

const amountOptions = {
  amount: { type: 'string', value: 'AMOUNT', says: 'what is charged, such as 4.50', isRequired: true },
  currency: { type: 'string', value: 'CODE', says: 'such as EUR; otherwise the till’s own' },
} as const satisfies Options;

const codeOptions = {
  code: { type: 'string', value: 'DIGITS', says: 'the code; otherwise one line is read from standard input' },
  picture: {
    type: 'string',
    value: 'FILE',
    says: 'a picture with the code, PNG or JPEG',
    completes: 'files',
  },
} as const satisfies Options;

/** `tally till …`: everything that a cashier does. A new command is one more entry. */
export const tillCommands: CommandGroup = {
  says: 'the cashier’s terminal: pay, query, reverse',
  speaksTo: 'cashier',
  about: 'Exit code: 0 approved, 1 failed, 2 wrong arguments, 3 unknown, 4 declined or reversed.',
  commands: {
    pay: defineCommand({
      says: 'charge one code',
      options: { ...amountOptions, ...codeOptions, ...receiptOptions, ...journalOptions },
      run: async ({ values }, io) => (await import('./interruptible-till.ts')).payInterruptibly(values, io),
    }),
    watch: defineCommand({
      says: 'charge that amount for every line that a scanner types',
      options: { ...amountOptions, ...receiptOptions, ...journalOptions },
      run: async ({ values }, io) => (await import('./interruptible-till.ts')).watchInterruptibly(values, io),
    }),
    query: defineCommand({
      says: 'ask how a payment stands',
      operands: ['PAYMENT_ID'],
      options: tillOptions,
      run: async ({ values, operands }, io) =>
        (await import('./till-actions.ts')).query(operands[0] ?? '', values, io),
    }),
    reverse: defineCommand({
      says: 'close a payment for ever and give back what moved',
      operands: ['PAYMENT_ID'],
      options: { ...receiptOptions, ...journalOptions },
      run: async ({ values, operands }, io) =>
        (await import('./till-actions.ts')).reverse(operands[0] ?? '', values, io),
    }),
    recover: defineCommand({
      says: 'end what an interrupted command had begun',
      options: journalOptions,
      run: async ({ values }, io) => (await import('./till-actions.ts')).recover(values, io),
    }),
    whoami: defineCommand({
      says: 'show which till this key belongs to',
      options: tillOptions,
      run: async ({ values }, io) => (await import('./till-actions.ts')).whoAmI(values, io),
    }),
  },
};
