import { type Case, type CaseGroup, keyHex } from './case-group.ts';

const key = keyHex('password');
const step = '179447040';
const exactQuestionHex = '9e0821a52436db843e186dba37f405a2d1593a4a248ea655204584a88200e716';
/** Both sides of every border at which a number stops to be exact or to fit. */
const borders = [
  ['zero', '0'],
  ['one above 2^31', '2147483649'],
  ['one below 2^32', '4294967295'],
  ['2^32', '4294967296'],
  ['one below 2^53', '9007199254740991'],
  ['2^53', '9007199254740992'],
  ['one above 2^53, which a double can’t hold', '9007199254740993'],
  ['one below 2^63', '9223372036854775807'],
  ['one below 2^64', '18446744073709551615'],
] as const;

const ocraCases: readonly Case[] = [
  ['P and T: device half', { suite: 'OCRA-1:HOTP-SHA256-4:QN08-T10S', question: '10000000', timeStep: step }],
  [
    'P and T: PIN half',
    { suite: 'OCRA-1:HOTP-SHA256-4:QN08-PSHA256-T10S', question: '10000000', pin: '123456', timeStep: step },
  ],
  [
    'P and T: another PIN',
    { suite: 'OCRA-1:HOTP-SHA256-4:QN08-PSHA256-T10S', question: '10000000', pin: '000000', timeStep: step },
  ],
  [
    'P by SHA-1 and T in minutes',
    { suite: 'OCRA-1:HOTP-SHA1-6:QN08-PSHA1-T1M', question: '12345678', pin: '1234', timeStep: '29907840' },
  ],
  [
    'P by SHA-512 and T in hours, the most that erratum 3729 allows',
    { suite: 'OCRA-1:HOTP-SHA512-8:QN08-PSHA512-T48H', question: '12345678', pin: '1234', timeStep: '10384' },
  ],
  [
    'all inputs at once',
    {
      suite: 'OCRA-1:HOTP-SHA512-10:C-QA64-PSHA512-S064-T59M',
      question: 'TheQuickBrownFoxJumpsOverTheLazyDogAndThenRunsAwayFromIt00000042',
      counter: '7',
      pin: 'péage',
      sessionHex: keyHex('session', 64),
      timeStep: '506912',
    },
  ],
  [
    'QH64, device half',
    { suite: 'OCRA-1:HOTP-SHA256-4:QH64-T10S', question: exactQuestionHex, timeStep: step },
  ],
  [
    'QH64, PIN half',
    {
      suite: 'OCRA-1:HOTP-SHA256-4:QH64-PSHA256-T10S',
      question: exactQuestionHex,
      pin: '123456',
      timeStep: step,
    },
  ],
  [
    'QH08 in capital letters is the same number of bytes',
    { suite: 'OCRA-1:HOTP-SHA256-8:QH08', question: 'ABCDEF01' },
  ],
  ['QN08, nothing but zeros', { suite: 'OCRA-1:HOTP-SHA256-8:QN08', question: '00000000' }],
  ['QN08, an odd number of hexadecimal digits', { suite: 'OCRA-1:HOTP-SHA256-8:QN08', question: '40000000' }],
  ['QN08, two challenges joined', { suite: 'OCRA-1:HOTP-SHA256-8:QN08', question: '1234567887654321' }],
  ['QN64, above any word of a machine', { suite: 'OCRA-1:HOTP-SHA256-8:QN64', question: '9'.repeat(64) }],
  ['QA04, the shortest', { suite: 'OCRA-1:HOTP-SHA256-8:QA04', question: 'SIG1' }],
  ['four digits', { suite: 'OCRA-1:HOTP-SHA256-4:QN08', question: '12345678' }],
  ['nine digits', { suite: 'OCRA-1:HOTP-SHA256-9:QN08', question: '12345678' }],
  [
    'ten digits, of which the first is 0, 1 or 2',
    { suite: 'OCRA-1:HOTP-SHA256-10:QN08', question: '12345678' },
  ],
  ['no truncation: the whole HMAC', { suite: 'OCRA-1:HOTP-SHA256-0:QN08', question: '12345678' }],
  [
    'S shorter than its length: zeros on the left',
    { suite: 'OCRA-1:HOTP-SHA1-8:QN08-S064', question: '12345678', sessionHex: '414243' },
  ],
  [
    'S of 65 bytes where 64 fit',
    { suite: 'OCRA-1:HOTP-SHA1-8:QN08-S064', question: '12345678', sessionHex: '41'.repeat(65) },
  ],
  [
    'S of 128 bytes',
    { suite: 'OCRA-1:HOTP-SHA1-8:QN08-S128', question: '12345678', sessionHex: '5a'.repeat(128) },
  ],
  ...borders.map(([comment, counter]): Case => [
    `C, ${comment}`,
    { suite: 'OCRA-1:HOTP-SHA256-8:C-QN08', question: '40000000', counter },
  ]),
  ...borders.map(([comment, timeStep]): Case => [
    `T, ${comment}`,
    { suite: 'OCRA-1:HOTP-SHA256-8:QN08-T10S', question: '00000000', timeStep },
  ]),
  ['C asked for and not given', { suite: 'OCRA-1:HOTP-SHA256-8:C-QN08', question: '40000000' }],
  ['C given and not asked for', { suite: 'OCRA-1:HOTP-SHA256-8:QN08', question: '40000000', counter: '1' }],
  ['T asked for and not given', { suite: 'OCRA-1:HOTP-SHA256-8:QN08-T10S', question: '40000000' }],
  ['P asked for and not given', { suite: 'OCRA-1:HOTP-SHA256-8:QN08-PSHA1', question: '40000000' }],
  ['a question with a letter', { suite: 'OCRA-1:HOTP-SHA256-8:QN08', question: '4000000a' }],
  [
    'a question longer than two challenges',
    { suite: 'OCRA-1:HOTP-SHA256-8:QN08', question: '12345678123456781' },
  ],
  [
    'a counter of 2^64',
    { suite: 'OCRA-1:HOTP-SHA256-8:C-QN08', question: '40000000', counter: '18446744073709551616' },
  ],
];

const suiteCases: readonly Case[] = [
  'OCRA-1:HOTP-SHA1-6:QN08',
  'OCRA-1:HOTP-SHA512-10:C-QA64-PSHA512-S512-T59M',
  'OCRA-1:HOTP-SHA256-0:QH04-T1H',
  'OCRA-1:HOTP-SHA256-8:QN08-S001',
  'OCRA-1:HOTP-SHA256-8:QN08-T48H',
].map((suite) => ['good', { suite }]);

const wrongSuites: readonly Case[] = [
  ['nothing', ''],
  ['two parts', 'OCRA-1:HOTP-SHA256-8'],
  ['four parts', 'OCRA-1:HOTP-SHA256-8:QN08:'],
  ['another version', 'OCRA-2:HOTP-SHA256-8:QN08'],
  ['small letters', 'ocra-1:hotp-sha256-8:qn08'],
  ['white space in front', ' OCRA-1:HOTP-SHA256-8:QN08'],
  ['another hash', 'OCRA-1:HOTP-SHA224-8:QN08'],
  ['three digits', 'OCRA-1:HOTP-SHA256-3:QN08'],
  ['eleven digits', 'OCRA-1:HOTP-SHA256-11:QN08'],
  ['a zero in front of the digits', 'OCRA-1:HOTP-SHA256-08:QN08'],
  ['no question', 'OCRA-1:HOTP-SHA256-8:C-T10S'],
  ['question of three', 'OCRA-1:HOTP-SHA256-8:QN03'],
  ['question of sixty-five', 'OCRA-1:HOTP-SHA256-8:QN65'],
  ['question of no known format', 'OCRA-1:HOTP-SHA256-8:QB08'],
  ['inputs in another order', 'OCRA-1:HOTP-SHA256-8:QN08-C'],
  ['an input twice', 'OCRA-1:HOTP-SHA256-8:QN08-T10S-T10S'],
  ['another hash of the PIN', 'OCRA-1:HOTP-SHA256-8:QN08-PMD5'],
  ['session of no bytes', 'OCRA-1:HOTP-SHA256-8:QN08-S000'],
  ['session of 513 bytes', 'OCRA-1:HOTP-SHA256-8:QN08-S513'],
  ['session with two digits', 'OCRA-1:HOTP-SHA256-8:QN08-S64'],
  ['sixty seconds', 'OCRA-1:HOTP-SHA256-8:QN08-T60S'],
  ['no seconds', 'OCRA-1:HOTP-SHA256-8:QN08-T0S'],
  ['no hours, which erratum 3729 took out', 'OCRA-1:HOTP-SHA256-8:QN08-T0H'],
  ['forty-nine hours', 'OCRA-1:HOTP-SHA256-8:QN08-T49H'],
  ['a zero in front of the seconds', 'OCRA-1:HOTP-SHA256-8:QN08-T010S'],
].map(([comment = '', suite = '']) => [comment, { suite }]);

const hotpCases: readonly Case[] = ['SHA1', 'SHA256', 'SHA512'].flatMap((hash) =>
  borders.flatMap(([comment, counter]) =>
    ['6', '8'].map((digits): Case => [
      `${hash}, ${digits} digits, ${comment}`,
      { keyHex: keyHex('hotp', 20), hash, digits, counter },
    ]),
  ),
);

const passwordCases: readonly Case[] = [
  ['intent 0', { intent: '0', movingFactor: step }],
  ['intent 1', { intent: '1', movingFactor: step, pin: '123456' }],
  ['intent 2', { intent: '2', movingFactor: step, pin: '123456' }],
  ['intent 3, a PIN of zeros', { intent: '3', movingFactor: step, pin: '000000' }],
  ['intent 4 at press number 0', { intent: '4', movingFactor: '0' }],
  ['intent 4 above 2^53', { intent: '4', movingFactor: '9007199254740993' }],
  ['intent 5 at the first till', { intent: '5', movingFactor: step, target: '0000001' }],
  ['intent 5 for a challenge', { intent: '5', movingFactor: step, target: '9999999' }],
  ['intent 6', { intent: '6', movingFactor: step, target: '8999999', pin: '123456' }],
  ['intent 7', { intent: '7', movingFactor: step, target: '9000000', pin: '123456' }],
  ['intent 8', { intent: '8', movingFactor: step, target: '0000042', pin: '999999' }],
  ['intent 9', { intent: '9', movingFactor: step, exactQuestionHex, pin: '123456' }],
  ['intent 1 without a PIN', { intent: '1', movingFactor: step }],
  ['intent 0 with a PIN', { intent: '0', movingFactor: step, pin: '123456' }],
  ['intent 0 at one till', { intent: '0', movingFactor: step, target: '0000042' }],
  ['intent 5 at any till', { intent: '5', movingFactor: step }],
  ['intent 9 without its question', { intent: '9', movingFactor: step, pin: '123456' }],
];

const questionCases: readonly Case[] = [
  ...['0', '1', '2', '3', '4'].map((intent): Case => [`intent ${intent}`, { intent }]),
  ...['5', '6', '7', '8'].map((intent): Case => [`intent ${intent}`, { intent, target: '0000042' }]),
  ['a bound intent at any till', { intent: '5', target: '0000000' }],
  ['an unbound intent at one till', { intent: '1', target: '0000042' }],
  ['a till number of six digits', { intent: '5', target: '000042' }],
  ['intent 9 has no digits', { intent: '9', target: '9041732' }],
  ['no intent', { intent: '10', target: '0000042' }],
];

const exactCases: readonly Case[] = [
  ['the page’s example', { challenge: '9041732', minorUnits: '1250', currency: 'EUR' }],
  ['the most', { challenge: '9999999', minorUnits: '999999999999', currency: 'JPY' }],
  ['a till number is no challenge', { challenge: '0000042', minorUnits: '1250', currency: 'EUR' }],
  ['a leading zero', { challenge: '9041732', minorUnits: '01250', currency: 'EUR' }],
  ['nothing', { challenge: '9041732', minorUnits: '0', currency: 'EUR' }],
  ['a currency in small letters', { challenge: '9041732', minorUnits: '1250', currency: 'eur' }],
];

const withKey = (cases: readonly Case[]): readonly Case[] =>
  cases.map(([comment, input]) => [comment, { keyHex: key, ...input }]);

export const passwordGroups: readonly CaseGroup[] = [
  {
    name: 'ocra',
    section: 'RFC 6287; protocol.md 5',
    what: 'suite and inputs to message and password. The PIN is text in UTF-8; the time step is the number T itself. Refused is an input that the suite does not take, or not in this form.',
    cases: withKey(ocraCases),
  },
  {
    name: 'ocra suite',
    section: 'RFC 6287 section 6, erratum 3729',
    what: 'which suites are ones. The names of the refusals are those of @tallystick/otp; the RFC has none.',
    cases: [...suiteCases, ...wrongSuites],
  },
  {
    name: 'hotp',
    section: 'RFC 4226; RFC 6238 with the time step as counter',
    what: 'counters at the borders of words and doubles, which the RFC’s own vectors stay clear of',
    cases: hotpCases,
  },
  {
    name: 'question',
    section: 'protocol.md 4',
    what: 'intent and till number or challenge to the eight digits of the question',
    cases: questionCases,
  },
  {
    name: 'exact question',
    section: 'protocol.md 4',
    what: 'the 32 bytes of intent 9',
    cases: exactCases,
  },
  {
    name: 'password',
    section: 'protocol.md 5',
    what: 'the eight digits that an intent’s suites make together',
    cases: withKey(passwordCases),
  },
];
