import { parseArgs } from 'node:util';
import { TallyError } from '@tallystick/foundation';

export const tillUsage = `Usage: tally till COMMAND [OPTIONS]

  pay      --amount 4.50 [--currency EUR] [--code DIGITS | --picture FILE]
                        charge one code; without --code and --picture one line is read from standard input
  watch    --amount 4.50 [--currency EUR]
                        charge that amount for every line that a scanner types
           --order REFERENCE [--order-total 12.00]
                        what it is for; an order is paid once, also by several who split the bill
           --duplicate-of PAYMENT_ID
                        charge again although it looks like that payment scanned twice
           --place TEXT --cashier NAME
                        kept with the payment for the merchant’s books
  query    PAYMENT_ID   ask how a payment stands
  payments [--order REFERENCE]
                        list the merchant’s last payments
  refund   PAYMENT_ID --refund-id ID [--amount 1.50]
                        give a part back, or all that is left; the same id again gives back once
  close    PAYMENT_ID   close a payment that was not paid; one that was is only shown
  reverse  PAYMENT_ID   close a payment for ever and give back what moved
  recover               end what an interrupted command had begun
  whoami                show which till this key belongs to

  --server URL          the platform (or TALLY_SERVER; else http://127.0.0.1:8080)
  --key-file FILE       the till's key, one line, mode 0600 (or TALLY_TILL_KEY)
  --state DIRECTORY     where open payments are remembered (or TALLY_TILL_STATE; else ~/.tallystick)
  --receipt FILE        write the receipt to a file instead of showing it
  --qr                  add the confirmation to the receipt as a QR code
  --json                one JSON object for each result

Exit code: 0 approved or given back, 2 declined, reversed or closed, 3 unknown, 1 error.
`;

const tillCommands = [
  ...(['pay', 'watch', 'query', 'payments', 'refund', 'close'] as const),
  ...(['reverse', 'recover', 'whoami'] as const),
];
const commandsWithPaymentId: readonly string[] = ['query', 'reverse', 'refund', 'close'];

export interface TillArguments {
  readonly command: (typeof tillCommands)[number];
  readonly paymentId: string | undefined;
  readonly amount: string | undefined;
  readonly currency: string | undefined;
  readonly code: string | undefined;
  readonly picture: string | undefined;
  readonly order: string | undefined;
  readonly orderTotal: string | undefined;
  readonly duplicateOf: string | undefined;
  readonly place: string | undefined;
  readonly cashier: string | undefined;
  readonly refundId: string | undefined;
  readonly server: string | undefined;
  readonly keyFile: string | undefined;
  readonly state: string | undefined;
  readonly receipt: string | undefined;
  readonly qr: boolean;
  readonly json: boolean;
}

/** @throws TallyError `arguments_wrong` */
export function parseTillArguments(args: readonly string[]): TillArguments {
  const { values, positionals } = parseStrictly(args);
  const [name, paymentId, ...tooMany] = positionals;
  const command = tillCommands.find((one) => one === name);
  if (command === undefined) throw wrong(`The command is one of ${tillCommands.join(', ')}.`);

  const takesPaymentId = commandsWithPaymentId.includes(command);
  if (takesPaymentId && paymentId === undefined) throw wrong(`${command} needs a payment id.`);
  if (tooMany.length > 0 || (!takesPaymentId && paymentId !== undefined))
    throw wrong('There is one word too many.');
  if (values.code !== undefined && values.picture !== undefined)
    throw wrong('Give a code or a picture, not both.');
  if ((command === 'pay' || command === 'watch') && values.amount === undefined)
    throw wrong(`${command} needs --amount.`);
  if (command === 'watch' && (values.order ?? values['duplicate-of']) !== undefined)
    throw wrong('watch charges many codes; an order or a duplicate is one payment.');
  if (command === 'refund' && values['refund-id'] === undefined)
    throw wrong(
      'refund needs --refund-id: an id of your own, so that it can be asked again without giving back twice.',
    );
  if (values['order-total'] !== undefined && values.order === undefined)
    throw wrong('--order-total belongs to --order.');

  const { amount, currency, code, picture, server, state, receipt, qr = false, json = false } = values;
  const { order, place, cashier } = values;
  return {
    command,
    paymentId,
    amount,
    currency,
    code,
    picture,
    server,
    state,
    receipt,
    qr,
    json,
    order,
    place,
    cashier,
    orderTotal: values['order-total'],
    duplicateOf: values['duplicate-of'],
    refundId: values['refund-id'],
    keyFile: values['key-file'],
  };
}

function parseStrictly(args: readonly string[]) {
  try {
    const text = { type: 'string' } as const;
    const flag = { type: 'boolean' } as const;
    return parseArgs({
      args: [...args],
      allowPositionals: true,
      options: {
        ...{
          amount: text,
          currency: text,
          code: text,
          picture: text,
          server: text,
          state: text,
          receipt: text,
        },
        ...{ order: text, 'order-total': text, 'duplicate-of': text, 'refund-id': text },
        ...{ place: text, cashier: text },
        ...{ 'key-file': text, qr: flag, json: flag },
      },
    });
  } catch {
    // The parser’s own message repeats the words it did not understand, and one of them may be a code.
    throw wrong('An option is unknown or lacks its value.');
  }
}

function wrong(detail: string): TallyError {
  return new TallyError('arguments_wrong', { detail });
}
