import { type Case, type CaseGroup, keyHex } from './case-group.ts';

const signatureHex = keyHex('signature of a sticker', 64);
const sticker = { tillNumber: '0000042', name: 'Café Orange', signatureHex };

const stickerCases: readonly Case[] = [
  ['a till', sticker],
  ['the last till, the longest name', { ...sticker, tillNumber: '8999999', name: '𐌰'.repeat(100) }],
  ['a name with a colon', { ...sticker, name: 'Gate: 3' }],
  ['any till is none', { ...sticker, tillNumber: '0000000' }],
  ['a challenge is no till', { ...sticker, tillNumber: '9000000' }],
  ['a till number of six digits', { ...sticker, tillNumber: '000042' }],
  ['no name', { ...sticker, name: '' }],
  ['a name of 401 bytes', { ...sticker, name: `${'𐌰'.repeat(100)}a` }],
  ['a name of two lines', { ...sticker, name: 'Café\nOrange' }],
  ['a signature of 63 bytes', { ...sticker, signatureHex: signatureHex.slice(2) }],
];

const nameText = Buffer.from(sticker.name).toString('base64url');
const signatureText = Buffer.from(signatureHex, 'hex').toString('base64url');
const stickerQr = `TALLY1:T:0000042:${nameText}:${signatureText}`;

const stickerReadingCases: readonly Case[] = (
  [
    ['a till', stickerQr],
    ['another QR code of ours', stickerQr.replace('1:T:', '1:Q:')],
    ['another version', stickerQr.replace('TALLY1', 'TALLY2')],
    ['small letters', stickerQr.replace('TALLY1', 'tally1')],
    ['any till is none', stickerQr.replace('0000042', '0000000')],
    ['a challenge is no till', stickerQr.replace('0000042', '9000000')],
    ['no name', stickerQr.replace(nameText, '')],
    ['a name that is no UTF-8', stickerQr.replace(nameText, '_w')],
    ['a name of a line feed', stickerQr.replace(nameText, 'Cg')],
    ['a name of a control character beyond ASCII', stickerQr.replace(nameText, 'woU')],
    ['a signature cut short', stickerQr.slice(0, -2)],
    ['no signature', stickerQr.slice(0, stickerQr.lastIndexOf(':'))],
    ['a part too many', `${stickerQr}:`],
    ['padding', `${stickerQr}==`],
    ['left-over bits that are not zero', `${stickerQr.slice(0, -1)}_`],
    ['nothing', ''],
  ] as const
).map(([comment, qr]): Case => [comment, { qr }]);

const challengeCases: readonly Case[] = [
  ['the first challenge', { challenge: '9000000' }],
  ['the last, with the most', { challenge: '9999999', minorUnits: '999999999999', currency: 'EUR' }],
  ['a till is no challenge', { challenge: '8999999' }],
  ['six digits', { challenge: '900000' }],
  ['nothing to pay', { challenge: '9000000', minorUnits: '0', currency: 'EUR' }],
  ['a leading zero', { challenge: '9000000', minorUnits: '0450', currency: 'EUR' }],
  ['a currency in small letters', { challenge: '9000000', minorUnits: '450', currency: 'eur' }],
];

const challengeReadingCases: readonly Case[] = (
  [
    ['without an amount', 'TALLY1:Q:9000001'],
    ['with an amount', 'TALLY1:Q:9000001:450:EUR'],
    ['an amount without a currency', 'TALLY1:Q:9000001:450'],
    ['an empty part behind', 'TALLY1:Q:9000001:'],
    ['a part too many', 'TALLY1:Q:9000001:450:EUR:'],
    ['a till is no challenge', 'TALLY1:Q:0000042'],
    ['a sign', 'TALLY1:Q:9000001:-450:EUR'],
    ['a point', 'TALLY1:Q:9000001:4.50:EUR'],
    ['a trillion', 'TALLY1:Q:9000001:1000000000000:EUR'],
    ['another QR code of ours', 'TALLY1:A:9000001'],
    ['nothing', ''],
  ] as const
).map(([comment, qr]): Case => [comment, { qr }]);

export const tillGroups: readonly CaseGroup[] = [
  {
    name: 'sticker',
    section: 'protocol.md 4.1',
    what: 'number, name and signature of a till to the message that is signed and the QR code; the signature is made up',
    cases: stickerCases,
  },
  {
    name: 'sticker reading',
    section: 'protocol.md 4.1',
    what: 'a scanned QR code to the parts of a sticker, whose signature is still to be verified',
    cases: stickerReadingCases,
  },
  {
    name: 'challenge',
    section: 'protocol.md 4.2',
    what: 'a challenge, and the amount where it has one, to the QR code that a till shows',
    cases: challengeCases,
  },
  {
    name: 'challenge reading',
    section: 'protocol.md 4.2',
    what: 'a scanned QR code to a challenge and its amount',
    cases: challengeReadingCases,
  },
];
