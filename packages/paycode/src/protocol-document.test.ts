import assert from 'node:assert/strict';
import {
  createCipheriv,
  createECDH,
  createHash,
  createHmac,
  createPrivateKey,
  createPublicKey,
  hkdfSync,
  sign,
} from 'node:crypto';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { truncateToDigits } from '@tallystick/otp';
import * as paycode from './index.ts';

// Every number of docs/protocol.md, computed anew: the bytes by this package, hashes and curves by the platform.

type Values = Record<string, string>;

const documentText = readFileSync(new URL('../../../docs/protocol.md', import.meta.url), 'utf8');

/** The lines `name = value` of the blocks marked `vector`; indented lines go on with the value of the line before. */
function valuesOfDocument(): Values {
  const values: Values = {};
  for (const [, block = ''] of documentText.matchAll(/^```vector\n(.*?)^```$/gms)) {
    for (const line of block.replace(/\n +/g, '').trim().split('\n')) {
      const [, name = '', value = ''] = /^(.+?) = ?(.*)$/.exec(line) ?? [];
      assert.ok(name !== '', `not a value: ${line}`);
      assert.ok(!Object.hasOwn(values, name), `${name} stands in the document twice`);
      values[name] = value;
    }
  }
  return values;
}

function hex(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString('hex');
}

function sha256(message: Uint8Array | string): Buffer {
  return createHash('sha256').update(message).digest();
}

function hmac(key: Uint8Array, message: Uint8Array | string): Buffer {
  return createHmac('sha256', key).update(message).digest();
}

const code = Uint8Array.from({ length: 16 }, (_, index) => index * 0x11);
const activationId = sha256(paycode.activationIdMessage(code)).subarray(0, 16);
const terminal = createECDH('prime256v1');
const server = createECDH('prime256v1');
terminal.setPrivateKey(Buffer.alloc(32, 0x11));
server.setPrivateKey(Buffer.alloc(32, 0x22));
const transcript = paycode.enrolmentTranscript({
  activationId,
  terminalKey: terminal.getPublicKey(),
  serverKey: server.getPublicKey(),
});
const sharedSecret = terminal.computeSecret(server.getPublicKey());

function keyOf(label: paycode.KeyLabel): Buffer {
  const info = paycode.keyInfo(label, sha256(transcript));
  return Buffer.from(hkdfSync('sha256', sharedSecret, code, info, 32));
}

/** Nonce ‖ ciphertext ‖ tag, as section 2.3 has it. */
function sealedReply(plaintext: string): Buffer {
  const nonce = Buffer.alloc(12);
  const cipher = createCipheriv('aes-256-gcm', keyOf('enrol-reply'), nonce).setAAD(sha256(transcript));
  return Buffer.concat([nonce, cipher.update(plaintext), cipher.final(), cipher.getAuthTag()]);
}

function enrolmentValues(): Values {
  const text = paycode.encodeActivationCode(code);
  return {
    'activation code': hex(code),
    'activation text': text,
    'activation QR': paycode.activationQr(text),
    'activation id': hex(activationId),
    'terminal private key': terminal.getPrivateKey('hex'),
    'terminal key': terminal.getPublicKey('hex'),
    'server private key': server.getPrivateKey('hex'),
    'server key': server.getPublicKey('hex'),
    'shared secret': hex(sharedSecret),
    'transcript hash': hex(sha256(transcript)),
    'password key': hex(keyOf('password')),
    'pin key': hex(keyOf('pin')),
    'confirmation key of the credential': hex(keyOf('confirmation')),
    'contact key': hex(keyOf('contact')),
    'proof-terminal key': hex(keyOf('proof-terminal')),
    'proof-server key': hex(keyOf('proof-server')),
    'enrol-reply key': hex(keyOf('enrol-reply')),
    'terminal proof': hex(hmac(keyOf('proof-terminal'), transcript)),
    'server proof': hex(hmac(keyOf('proof-server'), transcript)),
    'sealed reply of the plaintext {} under a nonce of zeros': hex(sealedReply('{}')),
  };
}

const moment = '2026-11-12T08:00:05.000Z';
const step = paycode.stepOfUnixMs(Date.parse(moment));
const alias = '0718281828';

function timeValues(): Values {
  const day = paycode.aliasDayOfStep(step);
  return {
    moment,
    step: String(step),
    day: String(day),
    'date of the day': paycode.aliasTweakOfDay(day),
    'alias of the day': alias,
  };
}

const pinHash = sha256('123456');
const exactQuestion = hex(
  sha256(paycode.exactQuestionMessage({ challenge: '9041732', minorUnits: '1250', currency: 'EUR' })),
);

/** The operator’s Ed25519 key of the example, from 32 bytes of 33 (PKCS #8 of RFC 8410 around them). */
const operatorKey = createPrivateKey({
  key: Buffer.concat([Buffer.from('302e020100300506032b657004220420', 'hex'), Buffer.alloc(32, 0x33)]),
  format: 'der',
  type: 'pkcs8',
});

function tillValues(): Values {
  const sticker = { tillNumber: '0000042', name: 'Café Orange' };
  const message = paycode.tillStickerMessage(sticker);
  const amount = { minorUnits: '1250', currency: 'EUR' };
  const publicKey = createPublicKey(operatorKey).export({ format: 'der', type: 'spki' }).subarray(-32);
  return {
    'operator’s private key': '33'.repeat(32),
    'operator’s public key': hex(publicKey),
    'sticker message': hex(message),
    'sticker QR': paycode.tillStickerQr(sticker, sign(null, message, operatorKey)),
    'challenge QR': paycode.challengeQr({ challenge: '9041732', amount: null }),
    'challenge QR, 12.50 EUR': paycode.challengeQr({ challenge: '9041732', amount }),
  };
}

function passwordParts(inputs: paycode.PasswordInputs): { messages: readonly Uint8Array[]; hmacs: Buffer[] } {
  const messages = paycode.passwordMessages(inputs);
  return { messages, hmacs: messages.map((message) => hmac(keyOf('password'), message)) };
}

function passwordOf(inputs: paycode.PasswordInputs): string {
  return paycode.passwordOfHmacs(inputs.intent, passwordParts(inputs).hmacs);
}

function paycodeOf(intent: number, password: string, aliasOfCode = alias): string {
  const issuerPrefix = paycode.defaultIssuerPrefix;
  return paycode.makeNumericPaycode({ issuerPrefix, alias: aliasOfCode, intent, password });
}

/** The one alias of another credential, whose device has no clock. */
const noClockAlias = '3141592653';

const intent0 = { intent: 0, question: paycode.questionOfIntent(0), movingFactor: step };
const intent4 = { intent: 4, question: paycode.questionOfIntent(4), movingFactor: 7 };
const intent1 = { intent: 1, question: paycode.questionOfIntent(1), movingFactor: step, pinHash };

function passwordValues(): Values {
  const single = passwordParts(intent0);
  const halves = passwordParts(intent1);
  const [singleMessage, singleHmac] = [single.messages[0], single.hmacs[0]];
  assert.ok(singleMessage !== undefined && singleHmac !== undefined);
  const offset = singleHmac.readUInt8(31) & 0x0f;
  const bound = paycode.questionOfIntent(5, '0000042');
  const challenged = paycode.questionOfIntent(6, '9041732');
  return {
    'exact question of 9041732, 12.50 EUR': exactQuestion,
    'intent 0 message': hex(singleMessage),
    'intent 0 HMAC': hex(singleHmac),
    'intent 0 offset': String(offset),
    'intent 0 number': String(singleHmac.readUInt32BE(offset) % 2 ** 31),
    'intent 0 password': passwordOf(intent0),
    'PIN hash': hex(pinHash),
    'intent 1 first message': hex(halves.messages[0] ?? new Uint8Array()),
    'intent 1 first HMAC': hex(halves.hmacs[0] ?? new Uint8Array()),
    'intent 1 second message': hex(halves.messages[1] ?? new Uint8Array()),
    'intent 1 second HMAC': hex(halves.hmacs[1] ?? new Uint8Array()),
    'intent 1 password': passwordOf(intent1),
    'intent 4 message at press number 7': hex(passwordParts(intent4).messages[0] ?? new Uint8Array()),
    'intent 4 password at press number 7': passwordOf(intent4),
    'alias without a clock': noClockAlias,
    'intent 4 paycode': paycodeOf(4, passwordOf(intent4), noClockAlias),
    'intent 5 password at till 0000042': passwordOf({ intent: 5, question: bound, movingFactor: step }),
    'intent 6 password at challenge 9041732': passwordOf({
      intent: 6,
      question: challenged,
      movingFactor: step,
      pinHash,
    }),
    'intent 9 password of the exact question': passwordOf({
      intent: 9,
      question: exactQuestion,
      movingFactor: step,
      pinHash,
    }),
    'intent 0 paycode': paycodeOf(0, passwordOf(intent0)),
    'intent 1 paycode': paycodeOf(1, passwordOf(intent1)),
  };
}

function confirmationValues(): Values {
  const message = paycode.confirmationKeyMessage({ step, intent: 0, question: intent0.question });
  const key = hmac(keyOf('confirmation'), message);
  const receipt = paycode.receiptText({
    receiptNumber: 0,
    outcome: 'approved',
    errorCode: null,
    minorUnits: '450',
    currency: 'EUR',
    refundedMinorUnits: '0',
    tillNumber: '0000042',
    merchantName: 'Café Orange',
    paymentId: 'p7Kx_01',
    decidedAt: Date.parse(moment) / 1000 + 7,
    codeEnding: paycodeOf(0, passwordOf(intent0)).slice(-4),
  });
  const tag = hmac(key, receipt).subarray(0, 16);
  const typed = (outcome: 'approved' | 'declined'): string =>
    truncateToDigits(
      hmac(key, paycode.typedConfirmationMessage({ outcome, minorUnits: '450', currency: 'EUR' })),
      8,
    );
  return {
    'confirmation key message of press number 7': hex(
      paycode.confirmationKeyMessage({ step: 7, intent: 4, question: intent4.question }),
    ),
    'confirmation key message': hex(message),
    'confirmation key of the code': hex(key),
    receipt: receipt.replaceAll('\n', '\\n'),
    'receipt tag': hex(tag),
    'receipt QR': paycode.receiptQr(tag, receipt),
    'typed confirmation, approved': typed('approved'),
    'typed confirmation, declined': typed('declined'),
  };
}

test('every value in the document is what this package computes, and none is missing', () => {
  const computed = {
    ...enrolmentValues(),
    ...timeValues(),
    ...tillValues(),
    ...passwordValues(),
    ...confirmationValues(),
  };
  assert.deepEqual(valuesOfDocument(), computed);
});

test('the document names exactly the suites of the protocol', () => {
  const named = new Set(documentText.match(/OCRA-1:[0-9A-Z:-]+/g));
  assert.deepEqual([...named].sort(), Object.values(paycode.passwordSuites).sort());
});

test('the document’s check digit table is the one in use', () => {
  const rows = [...documentText.matchAll(/^[0-9] {2}((?:[0-9] ?){10})$/gm)].map(([, row = '']) =>
    row.split(' '),
  );
  assert.equal(rows.length, 10);
  const checkDigitByTable = (digits: string): string =>
    digits.split('').reduce((interim, digit) => rows[Number(interim)]?.[Number(digit)] ?? '', '0');
  for (const pair of Array.from({ length: 100 }, (_, number) => String(number).padStart(2, '0'))) {
    assert.equal(checkDigitByTable(pair), paycode.dammCheckDigit(pair));
  }
});

test('a terminal that reads its example back from the document finds what it put in', () => {
  const values = valuesOfDocument();
  const parsed = paycode.parseNumericPaycode(values['intent 0 paycode'] ?? '', paycode.defaultIssuerPrefix);
  assert.ok(parsed.ok);
  assert.deepEqual(parsed.data, { alias, intent: 0, password: values['intent 0 password'] });
  const activation = paycode.parseActivationCode(values['activation QR'] ?? '');
  assert.deepEqual(activation, { ok: true, code });
  const sticker = paycode.parseTillStickerQr(values['sticker QR'] ?? '');
  assert.ok(sticker.ok && sticker.name === 'Café Orange');
  const receipt = paycode.parseReceiptQr(values['receipt QR'] ?? '');
  assert.ok(receipt.ok && receipt.receipt.merchantName === 'Café Orange');
});
