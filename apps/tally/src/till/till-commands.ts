import { defineCommand, type CommandGroup } from '../commands/command.ts';
import { jsonOption, serverOption, type Options } from '../commands/options.ts';

const tillOptions = {
  ...serverOption,
  'key-file': {
    type: 'string',
    value: 'FILE',
    says: 'the till’s key, one line, mode 0600; otherwise TALLY_TILL_KEY',
  },
  ...jsonOption,
} as const satisfies Options;

/** Of commands that begin or end a payment: they remember it until its end is certain. */
const journalOptions = {
  state: {
    type: 'string',
    value: 'FOLDER',
    says: 'where open payments are remembered; otherwise TALLY_TILL_STATE, otherwise ~/.tallystick',
  },
  ...tillOptions,
} as const satisfies Options;

const receiptOptions = {
  receipt: {
    type: 'string',
    value: 'FILE',
    says: 'write the receipt to a file instead of showing it',
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
  },
} as const satisfies Options;

const purposeOptions = {
  place: {
    type: 'string',
    value: 'TEXT',
    says: 'place of sale, kept with the payment for the merchant’s books',
  },
  cashier: { type: 'string', value: 'NAME', says: 'who is at the till, likewise' },
} as const satisfies Options;

const besidesOption = {
  besides: {
    type: 'string',
    value: 'PAYMENT_ID,…',
    says: 'charge although these payments of an earlier command are open, or took the same amount',
  },
} as const satisfies Options;

/** One payment each: `watch`, which charges many codes, has none of them. */
const orderOptions = {
  order: {
    type: 'string',
    value: 'REFERENCE',
    says: 'what it is for; an order is paid once, also by several who split the bill',
  },
  'order-total': { type: 'string', value: 'AMOUNT', says: 'what the whole order costs' },
  'duplicate-of': {
    type: 'string',
    value: 'PAYMENT_ID',
    says: 'charge again although it looks like that payment scanned twice',
  },
} as const satisfies Options;

const refundOptions = {
  'refund-id': {
    type: 'string',
    value: 'ID',
    says: 'an id of your own, so that it can be asked again without giving back twice',
    isRequired: true,
  },
  amount: { type: 'string', value: 'AMOUNT', says: 'a part, such as 1.50; otherwise all that is left' },
  qr: receiptOptions.qr,
} as const satisfies Options;

/** `tally till …`: everything that a cashier does. A new command is one more entry. */
export const tillCommands: CommandGroup = {
  says: 'the cashier’s terminal: pay, query, refund, reverse',
  speaksTo: 'cashier',
  about:
    'Exit code: 0 approved or given back, 1 failed, 2 wrong arguments, 3 unknown, 4 declined, reversed or closed.\n' +
    'It tells how it ended also where the result can’t be written; tally till recover shows that result again.',
  commands: {
    pay: defineCommand({
      says: 'charge one code',
      options: {
        ...amountOptions,
        ...codeOptions,
        ...orderOptions,
        ...besidesOption,
        ...purposeOptions,
        ...receiptOptions,
        ...journalOptions,
      },
      run: async ({ values }, io) => (await import('./interruptible-till.ts')).payInterruptibly(values, io),
    }),
    watch: defineCommand({
      says: 'charge that amount for every line that a scanner types',
      options: {
        ...amountOptions,
        ...besidesOption,
        ...purposeOptions,
        ...receiptOptions,
        ...journalOptions,
      },
      run: async ({ values }, io) => (await import('./interruptible-till.ts')).watchInterruptibly(values, io),
    }),
    query: defineCommand({
      says: 'ask how a payment stands',
      operands: ['PAYMENT_ID'],
      options: tillOptions,
      run: async ({ values, operands }, io) =>
        (await import('./till-actions.ts')).query(operands[0] ?? '', values, io),
    }),
    payments: defineCommand({
      says: 'list the merchant’s last payments',
      options: { order: orderOptions.order, ...tillOptions },
      run: async ({ values }, io) => (await import('./back-office.ts')).listPayments(values, io),
    }),
    refund: defineCommand({
      says: 'give a part back, or all that is left; the same id again gives back once',
      operands: ['PAYMENT_ID'],
      options: { ...refundOptions, ...tillOptions },
      run: async ({ values, operands }, io) =>
        (await import('./back-office.ts')).refundPayment(operands[0] ?? '', values, io),
    }),
    close: defineCommand({
      says: 'close a payment that was not paid; one that was is only shown',
      operands: ['PAYMENT_ID'],
      options: tillOptions,
      run: async ({ values, operands }, io) =>
        (await import('./back-office.ts')).closePayment(operands[0] ?? '', values, io),
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
