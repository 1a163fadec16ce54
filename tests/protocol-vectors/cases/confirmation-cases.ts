import { answerOfPackages } from '../answer-of-packages.ts';
import { type Values, valueOf } from '../vector-values.ts';
import { type Case, type CaseGroup, keyHex } from './case-group.ts';

const leaf = keyHex('confirmation');
const step = '179447040';

const keyCases: readonly Case[] = [
  ['intent 0', { intent: '0', question: '00000000', movingFactor: step }],
  ['intent 4 by press number', { intent: '4', question: '40000000', movingFactor: '7' }],
  ['intent 4 above 2^53', { intent: '4', question: '40000000', movingFactor: '9007199254740993' }],
  ['intent 5 at a till', { intent: '5', question: '50000042', movingFactor: step }],
  [
    'intent 9 by the 32 bytes of its question',
    { intent: '9', exactQuestionHex: keyHex('exact'), movingFactor: step },
  ],
].map(([comment, input]): Case => [comment as string, { keyHex: leaf, ...(input as Values) }]);

const key = keyHex('confirmation of one code');

const approved = {
  keyHex: key,
  receiptNumber: '0',
  outcome: 'approved',
  reason: '-',
  minorUnits: '450',
  currency: 'EUR',
  refundedMinorUnits: '0',
  tillNumber: '0000042',
  merchantName: 'Café Orange',
  paymentId: 'p7Kx_01',
  decidedAt: '1794470412',
  codeEnding: '4992',
};
const declined = { ...approved, outcome: 'declined', reason: 'insufficient_funds' };

const receiptCases: readonly Case[] = [
  ['approved', approved],
  ['declined', declined],
  ['all of it has gone back', { ...approved, receiptNumber: '1', refundedMinorUnits: '450' }],
  ['the longest name, in Gothic letters', { ...approved, merchantName: '𐌰'.repeat(100) }],
  ['a name of one line feed', { ...approved, merchantName: '\n' }],
  ['the last receipt, and the most', { ...approved, receiptNumber: '9999', minorUnits: '999999999999' }],
  ['an approval with a reason', { ...approved, reason: 'insufficient_funds' }],
  ['a decline without a reason', { ...declined, reason: '-' }],
  ['a decline of which something has gone back', { ...declined, refundedMinorUnits: '1' }],
  ['more has gone back than was paid', { ...approved, refundedMinorUnits: '451' }],
  ['an outcome that is none', { ...approved, outcome: 'pending' }],
  ['receipt 10000', { ...approved, receiptNumber: '10000' }],
  ['nothing paid', { ...approved, minorUnits: '0' }],
  ['a trillion', { ...approved, minorUnits: '1000000000000' }],
  ['a currency of two letters', { ...approved, currency: 'EU' }],
  ['a till number of six digits', { ...approved, tillNumber: '000042' }],
  ['no name', { ...approved, merchantName: '' }],
  ['a name of 401 bytes', { ...approved, merchantName: `${'𐌰'.repeat(100)}a` }],
  ['a payment id with a dash', { ...approved, paymentId: 'p7Kx-01' }],
  ['seconds of eleven digits', { ...approved, decidedAt: '10000000000' }],
  ['an ending of three digits', { ...approved, codeEnding: '992' }],
];

const qrPrefix = 'TALLY1:R:';

/** The payload with its receipt rewritten and the tag left as it was. */
function rewritten(qr: string, change: (text: string) => string): string {
  const bytes = Buffer.from(qr.slice(qrPrefix.length), 'base64url');
  const text = change(bytes.subarray(16).toString('latin1'));
  return qrPrefix + Buffer.concat([bytes.subarray(0, 16), Buffer.from(text, 'latin1')]).toString('base64url');
}

async function readingCases(): Promise<readonly Case[]> {
  const qr = valueOf(await answerOfPackages('receipt', approved), 'qr');
  const declinedQr = valueOf(await answerOfPackages('receipt', declined), 'qr');
  const cases: readonly (readonly [string, string, string?])[] = [
    ['approved', qr],
    ['declined', declinedQr],
    ['under the key of another code', qr, keyHex('confirmation of another code')],
    ['another tag', qrPrefix + Buffer.from(qr.slice(9), 'base64url').fill(0, 0, 16).toString('base64url')],
    [
      'a decline rewritten as an approval',
      rewritten(declinedQr, (text) => text.replace('declined\ninsufficient_funds', 'approved\n-')),
    ],
    ['a higher amount', rewritten(qr, (text) => text.replace('\n450\n', '\n9450\n'))],
    ['the till’s number changed', rewritten(qr, (text) => text.replace('0000042', '0000043'))],
    ['another QR code of ours', qr.replace('TALLY1:R:', 'TALLY1:A:')],
    ['another version', rewritten(qr, (text) => text.replace('v1', 'v2'))],
    ['a line too many', rewritten(qr, (text) => `${text}\n`)],
    ['the last line feed missing', rewritten(qr, (text) => text.slice(0, -1))],
    ['carriage returns', rewritten(qr, (text) => text.replaceAll('\n', '\r\n'))],
    ['a leading zero', rewritten(qr, (text) => text.replace('\n450\n', '\n0450\n'))],
    ['padding', `${qr}=`],
    ['left-over bits that are not zero', `${qr.slice(0, -1)}p`],
    ['a name that is no UTF-8', rewritten(qr, (text) => text.replace('Q2Fmw6kgT3Jhbmdl', '_w'))],
    ['cut off behind the tag', qr.slice(0, 31)],
    ['nothing', ''],
  ];
  return cases.map(([comment, text, keyOfCode = key]): Case => [comment, { keyHex: keyOfCode, qr: text }]);
}

const typedAmount = { keyHex: key, minorUnits: '450', currency: 'EUR' };

const typedCases: readonly Case[] = [
  ['approved', { ...typedAmount, outcome: 'approved' }],
  ['declined', { ...typedAmount, outcome: 'declined' }],
  ['the most', { ...typedAmount, outcome: 'approved', minorUnits: '999999999999' }],
  ['a leading zero', { ...typedAmount, outcome: 'approved', minorUnits: '0450' }],
  ['a currency in small letters', { ...typedAmount, outcome: 'approved', currency: 'eur' }],
];

async function typedReadingCases(): Promise<readonly Case[]> {
  const typedOf = async (outcome: string): Promise<string> =>
    valueOf(await answerOfPackages('typed confirmation', { ...typedAmount, outcome }), 'typed');
  const typed = await typedOf('approved');
  const nextDigit = String((Number(typed.slice(-1)) + 1) % 10);
  return [
    ['approved', { ...typedAmount, typed }],
    ['declined', { ...typedAmount, typed: await typedOf('declined') }],
    ['the last digit wrong', { ...typedAmount, typed: typed.slice(0, -1) + nextDigit }],
    ['another amount', { ...typedAmount, typed, minorUnits: '4500' }],
    ['another currency', { ...typedAmount, typed, currency: 'USD' }],
    ['another code', { ...typedAmount, typed, keyHex: keyHex('confirmation of another code') }],
    ['a digit too few', { ...typedAmount, typed: typed.slice(1) }],
  ];
}

export async function confirmationGroups(): Promise<readonly CaseGroup[]> {
  return [
    {
      name: 'confirmation key',
      section: 'protocol.md 8',
      what: 'the key of one code’s confirmations, under the confirmation key of its credential',
      cases: keyCases,
    },
    {
      name: 'receipt',
      section: 'protocol.md 8.1',
      what: 'the parts of a receipt to its text, tag and QR code, under the confirmation key of a code',
      cases: receiptCases,
    },
    {
      name: 'receipt reading',
      section: 'protocol.md 8.1',
      what: 'a scanned QR code to the parts of a genuine receipt, or what is wrong with it',
      cases: await readingCases(),
    },
    {
      name: 'typed confirmation',
      section: 'protocol.md 8.2',
      what: 'outcome and amount to the eight digits that the payer types',
      cases: typedCases,
    },
    {
      name: 'typed confirmation reading',
      section: 'protocol.md 8.2',
      what: 'the amount and eight typed digits to the outcome that they prove',
      cases: await typedReadingCases(),
    },
  ];
}
