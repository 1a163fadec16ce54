import { createCipheriv } from 'node:crypto';

import { answerOfPackages } from '../answer-of-packages.ts';
import { type Values, valueOf } from '../vector-values.ts';
import { type Case, type CaseGroup, keyHex } from './case-group.ts';

const activationCodeHex = '00112233445566778899aabbccddeeff';

const codeCases: readonly Case[] = [
  ['the page’s example', { codeHex: activationCodeHex }],
  ['zeros', { codeHex: '00'.repeat(16) }],
  ['ones', { codeHex: 'ff'.repeat(16) }],
];

const codeReadingCases: readonly Case[] = [
  ['as it is written', '0024H36H2NCSVRH6DAQF6DVVQZ'],
  ['small letters, dashes, O for 0', 'oo24-h36h-2ncs-vrh6-daqf-6dvv-qz'],
  ['I and L for 1', '7Ill1111111111111111111111'],
  ['the most', '7ZZZZZZZZZZZZZZZZZZZZZZZZZ'],
  ['a character too few', '0024H36H2NCSVRH6DAQF6DVVQ'],
  ['a character too many', '0024H36H2NCSVRH6DAQF6DVVQZ0'],
  ['nothing', ''],
  ['U is not in the alphabet', '0024H36H2NCSVRH6DAQF6DVVQU'],
  ['a letter that only looks small', '0024H36H2NCſVRH6DAQF6DVVQZ'],
  ['more than 128 bits', '8000000000000000000000000Z'],
].map(([comment = '', text = '']) => [comment, { text }]);

const terminal = {
  privateKeyHex: '11'.repeat(32),
  keyHex:
    '040217e617f0b6443928278f96999e69a23a4f2c152bdf6d6cdf66e5b80282d4ed194a7debcb97712d2dda3ca85aa8765a56f45fc758599652f2897c65306e5794',
};
const server = {
  privateKeyHex: '22'.repeat(32),
  keyHex:
    '04d65a93977caa3d1b081852ff57a79e465f1660577304baead505dd3a48589cf350185e895372df6221ea3a137557e473fddb6755f05bd507c3c533fce9c91285',
};
/** The last byte of a point changed: on the curve there is no such point. */
const offTheCurve = (pointHex: string): string => `${pointHex.slice(0, -2)}00`;
/** The same x and only the parity of y, as SEC 1 also writes a point. */
const compressed = (pointHex: string): string => `03${pointHex.slice(2, 66)}`;

const serverSide = {
  activationCodeHex,
  serverPrivateKeyHex: server.privateKeyHex,
  terminalKeyHex: terminal.keyHex,
};

const keyCases: readonly Case[] = [
  ['the page’s example', serverSide],
  ['another activation code', { ...serverSide, activationCodeHex: keyHex('activation', 16) }],
  ['another private key', { ...serverSide, serverPrivateKeyHex: keyHex('server') }],
  ['a point that is not on the curve', { ...serverSide, terminalKeyHex: offTheCurve(terminal.keyHex) }],
  ['a compressed point', { ...serverSide, terminalKeyHex: compressed(terminal.keyHex) }],
  ['the point at infinity', { ...serverSide, terminalKeyHex: '00' }],
];

const reply = JSON.stringify({
  credentialNumber: '0271828182',
  issuerPrefix: '83',
  firstAliasDay: 20768,
  aliases: ['3141592653', '0718281828'],
  capVersion: 1,
  caps: ['5000', '20000', '100000'],
  operatorPublicKey: 'A'.repeat(43),
  serverTimeMs: 1_794_470_405_000,
});

function seal(keys: Values, text: string): string {
  const nonce = Buffer.from(keyHex('nonce', 12), 'hex');
  const key = Buffer.from(valueOf(keys, 'replyKeyHex'), 'hex');
  const cipher = createCipheriv('aes-256-gcm', key, nonce);
  cipher.setAAD(Buffer.from(valueOf(keys, 'transcriptHashHex'), 'hex'));
  return Buffer.concat([nonce, cipher.update(text), cipher.final(), cipher.getAuthTag()]).toString('hex');
}

async function replyCases(): Promise<readonly Case[]> {
  const keys = await answerOfPackages('enrolment keys', serverSide);
  const terminalSide = {
    activationCodeHex,
    terminalPrivateKeyHex: terminal.privateKeyHex,
    serverKeyHex: server.keyHex,
    proofHex: valueOf(keys, 'serverProofHex'),
    sealedReplyHex: seal(keys, reply),
  };
  const changed = (hex: string): string => `${hex.slice(0, -1)}${hex.endsWith('0') ? '1' : '0'}`;
  return [
    ['a whole reply', terminalSide],
    ['an empty one', { ...terminalSide, sealedReplyHex: seal(keys, '{}') }],
    ['the terminal’s own proof sent back', { ...terminalSide, proofHex: valueOf(keys, 'terminalProofHex') }],
    ['half a proof', { ...terminalSide, proofHex: terminalSide.proofHex.slice(0, 32) }],
    ['another activation code', { ...terminalSide, activationCodeHex: keyHex('activation', 16) }],
    ['a wrong tag', { ...terminalSide, sealedReplyHex: changed(terminalSide.sealedReplyHex) }],
    ['a changed nonce', { ...terminalSide, sealedReplyHex: `00${terminalSide.sealedReplyHex.slice(2)}` }],
    ['cut off', { ...terminalSide, sealedReplyHex: terminalSide.sealedReplyHex.slice(0, 20) }],
    ['a server key that is not on the curve', { ...terminalSide, serverKeyHex: offTheCurve(server.keyHex) }],
  ];
}

export async function enrolmentGroups(): Promise<readonly CaseGroup[]> {
  return [
    {
      name: 'activation code',
      section: 'protocol.md 2.1',
      what: '16 random bytes to the text that is typed, the payload of the QR code and the id that goes over the network',
      cases: codeCases,
    },
    {
      name: 'activation code reading',
      section: 'protocol.md 2.1',
      what: 'what a person types, to the 16 bytes or the name of what is wrong',
      cases: codeReadingCases,
    },
    {
      name: 'enrolment keys',
      section: 'protocol.md 2.2',
      what: 'the whole key schedule as the server derives it from its private key and the terminal’s public key',
      cases: keyCases,
    },
    {
      name: 'enrolment reply',
      section: 'protocol.md 2.3',
      what: 'the server’s proof and sealed reply as the terminal checks and opens them with its private key',
      cases: await replyCases(),
    },
  ];
}
