import { ocra, type OcraInput } from './ocra.ts';
import { numericQuestion, usesPin } from './questions.ts';

/** protocol.md sections 5 and 6. */

const dammTable = [
  '0317598642',
  '7092154863',
  '4206871359',
  '1750983426',
  '6123045978',
  '3674209581',
  '5869720134',
  '8945362017',
  '9438617205',
  '2581436790',
];

export const dammWalk = (digits: string): string =>
  [...digits].reduce((interim, digit) => dammTable[Number(interim)]?.[Number(digit)] ?? '', '0');

const suites: readonly { readonly intents: string; readonly suites: readonly string[] }[] = [
  { intents: '05', suites: ['OCRA-1:HOTP-SHA256-8:QN08-T10S'] },
  { intents: '4', suites: ['OCRA-1:HOTP-SHA256-8:C-QN08'] },
  {
    intents: '123678',
    suites: ['OCRA-1:HOTP-SHA256-4:QN08-T10S', 'OCRA-1:HOTP-SHA256-4:QN08-PSHA256-T10S'],
  },
  { intents: '9', suites: ['OCRA-1:HOTP-SHA256-4:QH64-T10S', 'OCRA-1:HOTP-SHA256-4:QH64-PSHA256-T10S'] },
];

export interface Press {
  readonly intent: number;
  /** Step, or press number of a device without a clock. */
  readonly movingFactor: bigint;
  /** Till number or challenge of the intents 5 to 8. */
  readonly target?: string;
  /** The 32 bytes of intent 9. */
  readonly exact?: Buffer;
  readonly pin?: string;
}

export const passwordOf = (key: Buffer, { intent, movingFactor, target, exact, pin }: Press): string => {
  const question = exact?.toString('hex') ?? numericQuestion(intent, target);
  if (question === undefined) throw new RangeError('no such question');
  if (usesPin(intent) !== (pin !== undefined)) throw new RangeError('a PIN too many or too few');
  const factor: OcraInput = intent === 4 ? { counter: movingFactor } : { timeStep: movingFactor };
  const row = suites.find(({ intents }) => intents.includes(String(intent)));
  const passwords = (row?.suites ?? []).map((suite) => {
    const secondHalf = pin !== undefined && suite.includes('-P') ? { pin } : {};
    return ocra(key, suite, { question, ...factor, ...secondHalf });
  });
  return passwords.join('');
};

/** 10–15, 25–30 and 62 begin the codes of others. */
export const isPrefix = (prefix: string): boolean =>
  /^[0-9]{2}$/.test(prefix) && !/^(1[0-5]|2[5-9]|30|62)$/.test(prefix);

export const paycodeOf = (prefix: string, alias: string, intent: number, password: string): string => {
  const body = `${prefix}${alias}${intent}${password}`;
  return body + dammWalk(body);
};

export interface PaycodeParts {
  readonly alias: string;
  readonly intent: number;
  readonly password: string;
}

/** As a till reads what a scanner types: the parts, or the name of the first thing that is wrong. */
export const readPaycode = (scanned: string, prefix: string): PaycodeParts | string => {
  if (scanned.length > 128) return 'code_wrong_length';
  const digits = scanned
    .trimStart()
    .replace(/^\][A-Za-z][A-Za-z0-9]/, '')
    .replaceAll(/[\s\p{Dash}]/gu, '')
    .replaceAll(/[０-９]/g, (wide) => String(wide.charCodeAt(0) - 0xff10));
  const complaints: readonly [wrong: boolean, code: string][] = [
    [!/^[0-9]*$/.test(digits), 'code_not_digits'],
    [digits.length !== 22, 'code_wrong_length'],
    [!digits.startsWith(prefix), 'code_unknown_prefix'],
    [dammWalk(digits) !== '0', 'code_check_digit'],
  ];
  const complaint = complaints.find(([wrong]) => wrong);
  if (complaint !== undefined) return complaint[1];
  return { alias: digits.slice(2, 12), intent: Number(digits[12]), password: digits.slice(13, 21) };
};
