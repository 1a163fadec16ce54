import { type Case, type CaseGroup, keyHex } from './case-group.ts';

const stepCases: readonly Case[] = [
  ['the page’s example', { unixMs: '1794470405000' }],
  ['1970', { unixMs: '0' }],
  ['the last millisecond of a step', { unixMs: '1794470409999' }],
  ['the first millisecond of the next', { unixMs: '1794470410000' }],
  ['the last step of a day', { unixMs: '1794527999999' }],
  ['the first step of the next', { unixMs: '1794528000000' }],
  ['29 February', { unixMs: '1835438400000' }],
  ['after 2038', { unixMs: '2147483648000' }],
];

const aliasCases: readonly Case[] = ['0000000000', '0000000001', '0271828182', '9999999999'].flatMap(
  (credentialNumber) =>
    ['20261112', '20261113', '20270101', 'no-clock'].map((tweak): Case => [
      tweak === 'no-clock' ? 'a device without a clock' : 'one UTC day',
      { keyHex: keyHex('alias'), credentialNumber, tweak },
    ]),
);

const dammCases: readonly Case[] = [
  ['nothing', ''],
  ['Damm’s own example', '572'],
  ['a whole paycode walks back to 0', '8307182818280100714992'],
  ['zeros are seen only behind another digit', '000000000000000000000'],
  ['21 digits', '830718281828010071499'],
  ['two neighbours swapped', '830718281828010071949'],
  ['one digit changed', '830718281828010071498'],
].map(([comment = '', digits = '']) => [comment, { digits }]);

const parts = { issuerPrefix: '83', alias: '0718281828', intent: '0', password: '10071499' };

const paycodeCases: readonly Case[] = [
  ['the page’s example', parts],
  ['intent 9', { ...parts, intent: '9' }],
  ['zeros', { issuerPrefix: '00', alias: '0000000000', intent: '0', password: '00000000' }],
  ['nines', { issuerPrefix: '99', alias: '9999999999', intent: '9', password: '99999999' }],
  ...['10', '15', '25', '30', '62'].map((issuerPrefix): Case => [
    'a prefix that is taken',
    { ...parts, issuerPrefix },
  ]),
  ...['09', '16', '24', '31', '61', '63'].map((issuerPrefix): Case => [
    'a prefix beside those that are taken',
    { ...parts, issuerPrefix },
  ]),
];

const good = '8307182818280100714992';

const readingCases: readonly Case[] = [
  ['as it is', good],
  ['Code 128 with its symbology identifier', `]C0${good}`],
  ['QR code with its symbology identifier and the scanner’s line end', `]Q1${good}\r\n`],
  ['as a person types it', '8307 1828-1828 0100 7149 92'],
  ['full-width digits and an en dash', '８３０７182818280100–714992'],
  ['a wrong check digit', '8307182818280100714993'],
  ['one digit changed', '8307182818280100714892'],
  ['two neighbours swapped', '8307182818280100741992'],
  ['0 and 9 swapped, which Luhn does not see', '8370182818280100714992'],
  ['another prefix', '8207182818280100714992'],
  ['another prefix and a wrong check digit', '1007182818280100714993'],
  ['a digit too few', '830718281828010071499'],
  ['a digit too many', `${good}0`],
  ['nothing', ''],
  ['nothing but separators', ' - '],
  ['a letter', '830718281828010071499O'],
  ['Arabic digits', '٨٣٠٧١٨٢٨١٨٢٨٠١٠٠٧١٤٩٩٢'],
  ['the address of a page', 'https://example.org/8307182818280100714992'],
  ['over 128 characters', `${' '.repeat(120)}${good}`],
].map(([comment = '', scanned = '']) => [comment, { scanned, issuerPrefix: '83' }]);

export const paycodeGroups: readonly CaseGroup[] = [
  {
    name: 'step',
    section: 'protocol.md 3',
    what: 'Unix milliseconds to step, UTC day and the tweak of that day’s alias',
    cases: stepCases,
  },
  {
    name: 'alias',
    section: 'protocol.md 3; NIST SP 800-38G, FF1, AES-256, radix 10',
    what: 'credential number to alias and back; a server’s work, no terminal’s',
    cases: aliasCases,
  },
  { name: 'check digit', section: 'protocol.md 6', what: 'Damm', cases: dammCases },
  {
    name: 'paycode',
    section: 'protocol.md 6',
    what: 'the 22 digits',
    cases: paycodeCases,
  },
  {
    name: 'paycode reading',
    section: 'protocol.md 6',
    what: 'what a scanner or a person delivers, to its parts or the one error that is named first',
    cases: readingCases,
  },
];
