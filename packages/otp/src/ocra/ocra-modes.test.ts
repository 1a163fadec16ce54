import assert from 'node:assert/strict';
import { test } from 'node:test';
import { hmacWithSha256 } from '../hmac/hmac-with-sha256.ts';
import { hmacWithSha512 } from '../hmac/hmac-with-sha512.ts';
import { sha1 } from '../hash/sha1.ts';
import { utf8Bytes } from '../bytes/utf8.ts';
import { makeOcra } from './make-ocra.ts';
import {
  isChallengeOf,
  mutualClientQuestion,
  mutualServerQuestion,
  oneWayQuestion,
  signatureClientQuestion,
  signatureQuestion,
  signatureServerQuestion,
} from './ocra-modes.ts';
import { ocraSuite } from './parse-ocra-suite.ts';

// Keys, challenges and answers of RFC 6287, appendix C.
const digits = '1234567890'.repeat(7);
const hmac256 = hmacWithSha256(utf8Bytes(digits.slice(0, 32)));
const hmac512 = hmacWithSha512(utf8Bytes(digits.slice(0, 64)));
const pinHash = sha1(utf8Bytes('1234'));
const challenges = { clientChallenge: 'CLI22220', serverChallenge: 'SRV11110' };
const plain = ocraSuite('OCRA-1:HOTP-SHA256-8:QA08');
const plain512 = ocraSuite('OCRA-1:HOTP-SHA512-8:QA08');
const withPin = ocraSuite('OCRA-1:HOTP-SHA512-8:QA08-PSHA1');
const withSession = ocraSuite('OCRA-1:HOTP-SHA256-8:QA08-S064');

test('one-way: the client answers the server’s challenge', () => {
  const suite = ocraSuite('OCRA-1:HOTP-SHA256-8:QN08-PSHA1');
  const question = oneWayQuestion(suite, '11111111');
  assert.equal(makeOcra({ suite, hmac: hmac256, question, pinHash }), '01501458');
});

test('mutual: the server proves itself over client and server challenge, the client over server and client challenge', () => {
  const server = mutualServerQuestion(plain, challenges);
  const client = mutualClientQuestion(plain, challenges);
  assert.equal(makeOcra({ suite: plain, hmac: hmac256, question: server }), '28247970');
  assert.equal(makeOcra({ suite: plain, hmac: hmac256, question: client }), '15510767');
});

test('mutual with a PIN: only the client’s suite has it', () => {
  const server = mutualServerQuestion(plain512, challenges);
  const client = mutualClientQuestion(withPin, challenges);
  assert.equal(makeOcra({ suite: plain512, hmac: hmac512, question: server }), '79496648');
  assert.equal(makeOcra({ suite: withPin, hmac: hmac512, question: client, pinHash }), '18806276');
  assert.throws(() => mutualServerQuestion(withPin, challenges), RangeError);
});

test('signature: the client signs what the server sent', () => {
  const question = signatureQuestion(plain, 'SIG10000');
  assert.equal(makeOcra({ suite: plain, hmac: hmac256, question }), '53095496');
});

test('signature with a server that proves itself: the questions are those of the mutual mode', () => {
  assert.equal(signatureServerQuestion(plain, challenges), 'CLI22220SRV11110');
  assert.equal(signatureClientQuestion(withPin, challenges), 'SRV11110CLI22220');
  assert.throws(() => signatureServerQuestion(withPin, challenges), RangeError);
});

test('a signature takes no session information: section 6.3 has none in its plain signature', () => {
  assert.throws(() => signatureQuestion(withSession, 'SIG10000'), RangeError);
  assert.throws(() => signatureServerQuestion(withSession, challenges), RangeError);
  assert.throws(() => signatureClientQuestion(withSession, challenges), RangeError);
  assert.equal(oneWayQuestion(withSession, 'SIG10000'), 'SIG10000');
});

test('two challenges can’t be cut in another place: the client’s has its full length', () => {
  const shifted = { clientChallenge: 'CLI2222', serverChallenge: '0SRV1111' };
  assert.throws(() => mutualServerQuestion(plain, shifted), RangeError);
  assert.throws(() => mutualClientQuestion(plain, shifted), RangeError);
  const short = { clientChallenge: 'CLI22220', serverChallenge: 'S' };
  assert.equal(mutualClientQuestion(plain, short), 'SCLI22220');
});

test('a challenge of another format or length is refused, and a guard tells before', () => {
  const numeric = ocraSuite('OCRA-1:HOTP-SHA256-8:QN08');
  const hexadecimal = ocraSuite('OCRA-1:HOTP-SHA256-8:QH08');
  const bad = [
    [numeric, ''],
    [numeric, '123456789'],
    [numeric, '12a'],
    [hexadecimal, 'xyz'],
    [plain, 'SIG 1000'],
    [plain, 'ÄÖÜ'],
  ] as const;
  for (const [suite, challenge] of bad) {
    assert.equal(isChallengeOf(suite, challenge), false);
    assert.throws(() => oneWayQuestion(suite, challenge), RangeError);
  }
  assert.ok(
    isChallengeOf(numeric, '00000001') && isChallengeOf(hexadecimal, 'aBc') && isChallengeOf(plain, 'Ab1'),
  );
});
