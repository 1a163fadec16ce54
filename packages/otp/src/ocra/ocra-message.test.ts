import assert from 'node:assert/strict';
import { createHash, createHmac } from 'node:crypto';
import { test } from 'node:test';
import { truncateToDigits } from '../hotp/truncate-to-digits.ts';
import { ocraMessage, type OcraInputs } from './ocra-message.ts';
import { ocraSuite } from './parse-ocra-suite.ts';
import rfc6287 from './vectors/rfc6287.json' with { type: 'json' };
import ownVectors from './vectors/tallystick-suites.json' with { type: 'json' };

interface Vector {
  readonly suite: string;
  readonly keyHex: string;
  readonly question: string;
  readonly counter?: string;
  readonly pin?: string;
  readonly step?: string;
  readonly expected: string;
}

function inputsOf(vector: Vector): OcraInputs {
  const { pinHash } = ocraSuite(vector.suite);
  return {
    question: vector.question,
    ...(vector.counter === undefined ? {} : { counter: vector.counter }),
    ...(vector.pin === undefined || pinHash === null
      ? {}
      : { pinHash: createHash(pinHash).update(vector.pin).digest() }),
    ...(vector.step === undefined ? {} : { step: vector.step }),
  };
}

function passwordOf(vector: Vector): string {
  const suite = ocraSuite(vector.suite);
  const key = Buffer.from(vector.keyHex, 'hex');
  const message = ocraMessage(suite, inputsOf(vector));
  return truncateToDigits(createHmac(suite.hash, key).update(message).digest(), suite.digits);
}

test('all 70 values of RFC 6287, appendix C: one-way, mutual and signature', () => {
  assert.equal(rfc6287.vectors.length, 70);
  for (const vector of rfc6287.vectors) {
    const { timeStepHex } = vector;
    const step = timeStepHex === undefined ? {} : { step: BigInt(`0x${timeStepHex}`).toString() };
    assert.equal(passwordOf({ ...vector, ...step }), vector.expected, vector.suite);
  }
});

test('our own vectors, which have P with T and QH64: message bytes and password', () => {
  assert.ok(ownVectors.vectors.length > 40);
  for (const vector of ownVectors.vectors) {
    const message = ocraMessage(ocraSuite(vector.suite), inputsOf(vector));
    assert.equal(Buffer.from(message).toString('hex'), vector.messageHex);
    assert.equal(passwordOf(vector), vector.expected);
  }
});

test('the inputs stand behind the suite and a zero byte in the order C, Q, P, T', () => {
  const text = 'OCRA-1:HOTP-SHA256-8:C-QH08-PSHA1-T1M';
  const message = ocraMessage(ocraSuite(text), {
    counter: 1,
    question: 'ff',
    pinHash: new Uint8Array(20).fill(0xee),
    step: 2,
  });
  const expected = [
    Buffer.from(text).toString('hex'),
    '00',
    '0000000000000001',
    `ff${'00'.repeat(127)}`,
    'ee'.repeat(20),
    '0000000000000002',
  ];
  assert.equal(Buffer.from(message).toString('hex'), expected.join(''));
});

test('session information stands between P and T, as text or bytes, with zeros in front up to its length', () => {
  const text = 'OCRA-1:HOTP-SHA256-8:QH08-PSHA1-S064-T1M';
  const inputs = { question: 'ff', pinHash: new Uint8Array(20).fill(0xee), step: 2 };
  const message = ocraMessage(ocraSuite(text), { ...inputs, session: 'é' });
  const field = `${'00'.repeat(62)}c3a9`;
  assert.equal(
    Buffer.from(message)
      .toString('hex')
      .slice(2 * text.length),
    `00ff${'00'.repeat(127)}${'ee'.repeat(20)}${field}0000000000000002`,
  );
  assert.deepEqual(ocraMessage(ocraSuite(text), { ...inputs, session: Buffer.from('é') }), message);
});

test('session information of the typical lengths gives the passwords of another implementation', () => {
  // Key, question, session and passwords are those of OpenAuth Sim’s tests; longer suites repeat the 64 bytes.
  const session = Buffer.from(
    '00112233445566778899aabbccddeeff102132435465768798a9bacbdcedf0ef112233445566778899aabbccddeeff0089abcdef0123456789abcdef01234567',
    'hex',
  );
  const expected = { 64: '17477202', 128: '18468077', 256: '77715695', 512: '05806151' };
  for (const [length, password] of Object.entries(expected)) {
    const suite = ocraSuite(`OCRA-1:HOTP-SHA256-8:QA08-S${length.padStart(3, '0')}`);
    const message = ocraMessage(suite, {
      question: 'SESSION01',
      session: Buffer.concat(Array.from({ length: Number(length) / 64 }, () => session)),
    });
    const hmac = createHmac('sha256', '12345678901234567890123456789012').update(message).digest();
    assert.equal(truncateToDigits(hmac, 8), password);
  }
});

test('an input that is missing, superfluous or of another length is refused', () => {
  const question = '00000000';
  const timeSuite = ocraSuite('OCRA-1:HOTP-SHA256-8:QN08-T10S');
  assert.throws(() => ocraMessage(timeSuite, { question }), RangeError);
  assert.throws(() => ocraMessage(timeSuite, { question, step: 1, counter: 1 }), RangeError);
  assert.throws(() => ocraMessage(timeSuite, { question, step: 1, pinHash: new Uint8Array(32) }), RangeError);
  const pinSuite = ocraSuite('OCRA-1:HOTP-SHA256-8:QN08-PSHA256');
  assert.throws(() => ocraMessage(pinSuite, { question }), RangeError);
  assert.throws(() => ocraMessage(pinSuite, { question, pinHash: new Uint8Array(20) }), RangeError);
  const sessionSuite = ocraSuite('OCRA-1:HOTP-SHA256-8:QN08-S002');
  assert.throws(() => ocraMessage(sessionSuite, { question }), RangeError);
  assert.throws(() => ocraMessage(sessionSuite, { question, session: 'abc' }), RangeError);
  assert.throws(() => ocraMessage(sessionSuite, { question, session: 'ab', step: 1 }), RangeError);
});
