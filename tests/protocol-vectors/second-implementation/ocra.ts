import { bigEndian, hash, type HashName, hmac, join, ofHex, padLeft, padRight, u64 } from './octets.ts';

/** RFC 6287, RFC 4226 and RFC 6238, by one pattern and a table of what each part of a suite adds to the message. */

export interface OcraInput {
  readonly counter?: bigint;
  /** Decimal digits, hexadecimal digits or text, as the suite says. */
  readonly question?: string;
  readonly pin?: string;
  readonly session?: Buffer;
  /** Time steps since 1970. */
  readonly timeStep?: bigint;
}

interface Suite {
  readonly hashName: HashName;
  readonly digits: number;
  readonly fields: Readonly<Record<string, string | undefined>>;
}

const grammar = new RegExp(
  '^OCRA-1:HOTP-(?<hash>SHA1|SHA256|SHA512)-(?<digits>0|[4-9]|10):' +
    '(?<C>C-)?Q(?<Q>[ANH])(?<length>0[4-9]|[1-5][0-9]|6[0-4])' +
    '(?:-P(?<P>SHA1|SHA256|SHA512))?(?:-S(?<S>(?!000)[0-4][0-9]{2}|50[0-9]|51[0-2]))?' +
    // Section 6.3 with erratum 3729: one hour is the least, as one second and one minute are.
    '(?:-T(?<T>(?:[1-9]|[1-5][0-9])[SM]|(?:[1-9]|[1-3][0-9]|4[0-8])H))?$',
);

const hashNames: Readonly<Record<string, HashName>> = { SHA1: 'sha1', SHA256: 'sha256', SHA512: 'sha512' };

const hashNamed = (name: string | undefined): HashName => {
  const known = hashNames[name ?? ''];
  if (known === undefined) throw new RangeError(`no hash is called ${name ?? ''}`);
  return known;
};

const needed = <Value>(value: Value | undefined, letter: string): Value => {
  if (value === undefined) throw new RangeError(`the suite asks for ${letter}`);
  return value;
};

export const suiteOf = (text: string): Suite | undefined => {
  const fields = grammar.exec(text)?.groups;
  if (fields === undefined) return undefined;
  return { hashName: hashNamed(fields['hash']), digits: Number(fields['digits']), fields };
};

/** Hexadecimal digits from the left; a single last digit is the high half of its byte. */
const hexFromTheLeft = (digits: string): Buffer => ofHex(digits.length % 2 === 0 ? digits : `${digits}0`);

/** Section 5.1: what a question of each format looks like, and its bytes in front of the padding. */
const questionFormats: Readonly<Record<string, readonly [RegExp, (question: string) => Buffer]>> = {
  N: [/^[0-9]+$/, (question) => hexFromTheLeft(BigInt(question).toString(16))],
  H: [/^[0-9A-Fa-f]+$/, hexFromTheLeft],
  A: [/^[0-9A-Za-z]+$/, (question) => Buffer.from(question, 'ascii')],
};

const questionBytes = (format: string, length: number, question: string): Buffer => {
  const [form, bytes] = needed(questionFormats[format], 'Q');
  // Sections 7.2 and 7.4 join the challenges of both sides.
  if (question.length > 2 * length || !form.test(question))
    throw new RangeError('the question has another form');
  return padRight(bytes(question), 128);
};

/** In the order of RFC 6287 section 5.1: the letter, the input that it asks for, and the bytes of that. */
const contributions: readonly [
  letter: string,
  input: keyof OcraInput,
  bytes: (value: string, input: OcraInput, suite: Suite) => Buffer,
][] = [
  ['C', 'counter', (_, { counter }) => u64(needed(counter, 'C'))],
  [
    'Q',
    'question',
    (format, { question }, { fields }) =>
      questionBytes(format, Number(fields['length']), needed(question, 'Q')),
  ],
  ['P', 'pin', (name, { pin }) => hash(hashNamed(name), needed(pin, 'P'))],
  ['S', 'session', (length, { session }) => padLeft(needed(session, 'S'), Number(length))],
  ['T', 'timeStep', (_, { timeStep }) => u64(needed(timeStep, 'T'))],
];

export const ocraMessage = (text: string, input: OcraInput): Buffer => {
  const suite = needed(suiteOf(text), 'another suite');
  const parts = contributions.flatMap(([letter, name, bytes]) => {
    const value = suite.fields[letter];
    if ((value === undefined) !== (input[name] === undefined))
      throw new RangeError(`${letter}: too many or too few`);
    return value === undefined ? [] : [bytes(value, input, suite)];
  });
  return join(text, '\0', ...parts);
};

/** RFC 4226 section 5.3; no digits asked for is the whole HMAC in hexadecimal (RFC 6287 section 5.2). */
export const truncated = (mac: Buffer, digits: number): string => {
  if (digits === 0) return mac.toString('hex');
  const offset = Number(bigEndian(mac) & 15n);
  const number = bigEndian(mac.subarray(offset, offset + 4)) & 0x7fff_ffffn;
  return (number % 10n ** BigInt(digits)).toString().padStart(digits, '0');
};

export const ocra = (key: Buffer, text: string, input: OcraInput): string => {
  const { hashName, digits } = needed(suiteOf(text), 'another suite');
  return truncated(hmac(hashName, key, ocraMessage(text, input)), digits);
};

export const hotp = (key: Buffer, counter: bigint, digits: number, hashName: HashName = 'sha1'): string =>
  truncated(hmac(hashName, key, u64(counter)), digits);
