import assert from 'node:assert/strict';
import { createHash, createHmac } from 'node:crypto';
import { test } from 'node:test';
import fc from 'fast-check';
import { hmacWithNode } from '../hmac/hmac-with-node.ts';
import { hmacWithSha1 } from '../hmac/hmac-with-sha1.ts';
import { hmacWithSha256 } from '../hmac/hmac-with-sha256.ts';
import { hmacWithSha512 } from '../hmac/hmac-with-sha512.ts';
import { makeOcra, ocraStep } from './make-ocra.ts';
import { ocraSuite } from './parse-ocra-suite.ts';
import { verifyOcra } from './verify-ocra.ts';
import rfc6287 from './vectors/rfc6287.json' with { type: 'json' };

const ownHmacs = { SHA1: hmacWithSha1, SHA256: hmacWithSha256, SHA512: hmacWithSha512 };
const lengths = { SHA1: 20, SHA256: 32, SHA512: 64 };

/** RFC 6287 as its text says, by BigInt and the platform, for suites with everything. */
function expectedResponse(parts: {
  readonly suite: string;
  readonly hash: string;
  readonly digits: number;
  readonly key: Uint8Array;
  readonly counter: bigint;
  readonly question: string;
  readonly pinHash: Uint8Array;
  readonly session: Uint8Array;
  readonly step: bigint;
}): string {
  const hex = (number: bigint): string => number.toString(16).padStart(16, '0');
  const message = [
    Buffer.from(parts.suite, 'ascii').toString('hex'),
    '00',
    hex(parts.counter),
    BigInt(parts.question).toString(16).padEnd(256, '0'),
    Buffer.from(parts.pinHash).toString('hex'),
    Buffer.from(parts.session).toString('hex').padStart(128, '0'),
    hex(parts.step),
  ].join('');
  const tag = createHmac(parts.hash, parts.key).update(Buffer.from(message, 'hex')).digest();
  if (parts.digits === 0) return tag.toString('hex');
  const number = tag.readUInt32BE((tag.at(-1) ?? 0) % 16) & 0x7fffffff;
  return (BigInt(number) % 10n ** BigInt(parts.digits)).toString().padStart(parts.digits, '0');
}

const anyHash = fc.constantFrom('SHA1' as const, 'SHA256' as const, 'SHA512' as const);
const any63Bits = fc.bigInt({ min: 0n, max: 2n ** 63n });

test('responses of suites with every input are those of the RFC’s text, for any hash, digits, counter and step', () => {
  const anyParts = fc
    .record({ hash: anyHash, pin: anyHash, digits: fc.constantFrom(0, 4, 5, 6, 7, 8, 9, 10) })
    .chain(({ hash, pin, digits }) =>
      fc.record({
        hash: fc.constant(hash),
        digits: fc.constant(digits),
        suite: fc.constant(`OCRA-1:HOTP-${hash}-${digits}:C-QN64-P${pin}-S064-T1M`),
        key: fc.uint8Array({ minLength: 1, maxLength: 140 }),
        counter: any63Bits,
        question: fc.stringMatching(/^[0-9]{1,64}$/),
        pinHash: fc.uint8Array({ minLength: lengths[pin], maxLength: lengths[pin] }),
        session: fc.uint8Array({ maxLength: 64 }),
        step: any63Bits,
      }),
    );
  fc.assert(
    fc.property(anyParts, (parts) => {
      const { question, pinHash, session } = parts;
      const response = makeOcra({
        suite: ocraSuite(parts.suite),
        hmac: ownHmacs[parts.hash](parts.key),
        counter: String(parts.counter),
        question,
        pinHash,
        session,
        step: String(parts.step),
      });
      assert.equal(response, expectedResponse(parts));
    }),
    { numRuns: 300 },
  );
});

test('all 70 values of RFC 6287 verify, by our own HMAC and by node:crypto, and a wrong one does not', () => {
  for (const vector of rfc6287.vectors) {
    const suite = ocraSuite(vector.suite);
    const key = Buffer.from(vector.keyHex, 'hex');
    const { counter, pin, timeStepHex } = vector;
    const inputs = {
      suite,
      question: vector.question,
      lastAccepted: counter === undefined || counter === '0' ? null : String(Number(counter) - 1),
      ...(pin === undefined ? {} : { pinHash: createHash('sha1').update(pin).digest() }),
      ...(timeStepHex === undefined ? {} : { unixSeconds: Number.parseInt(timeStepHex, 16) * 60 }),
    };
    for (const hmac of [ownHmacs[suite.hash](key), hmacWithNode(createHmac, suite.hash, key)]) {
      const result = verifyOcra({ ...inputs, hmac, password: vector.expected });
      const matched = timeStepHex === undefined ? Number(counter) : Number.parseInt(timeStepHex, 16);
      const lastAccepted = timeStepHex === undefined && counter === undefined ? null : matched;
      assert.deepEqual(result, { ok: true, lastAccepted }, vector.suite);
      const wrong = verifyOcra({
        ...inputs,
        hmac,
        password: vector.expected.replace(/./, (one) => (one === '1' ? '2' : '1')),
      });
      assert.deepEqual(wrong, { ok: false, error: 'password_wrong' });
    }
  }
});

const key = new Uint8Array(32).fill(7);
const hmac = hmacWithSha256(key);
const question = '12345678';

test('a counter is accepted once and only forward', () => {
  const suite = ocraSuite('OCRA-1:HOTP-SHA256-8:C-QN08');
  const password = makeOcra({ suite, hmac, question, counter: 9 });
  const verify = (lastAccepted: number | null, lookAheadCounters = 3): unknown =>
    verifyOcra({ suite, hmac, question, password, lastAccepted, lookAheadCounters });
  assert.deepEqual(verify(5), { ok: true, lastAccepted: 9 });
  assert.deepEqual(verify(4), { ok: false, error: 'password_wrong' });
  assert.deepEqual(verify(null, 9), { ok: true, lastAccepted: 9 });
  assert.deepEqual(verify(9), { ok: false, error: 'password_used' });
});

test('a step is accepted once, and looked for behind only where the caller says so', () => {
  const suite = ocraSuite('OCRA-1:HOTP-SHA256-8:QN08-T10S');
  const password = makeOcra({ suite, hmac, question, step: ocraStep(suite, 1000) });
  const verify = (unixSeconds: number, lastAccepted: number | null, lookBackSteps = 0): unknown =>
    verifyOcra({ suite, hmac, question, password, unixSeconds, lastAccepted, lookBackSteps });
  assert.deepEqual(verify(1009.9, null), { ok: true, lastAccepted: 100 });
  assert.deepEqual(verify(990, 98), { ok: true, lastAccepted: 100 });
  assert.deepEqual(verify(1010, 99), { ok: false, error: 'password_wrong' });
  assert.deepEqual(verify(1010, 99, 1), { ok: true, lastAccepted: 100 });
  assert.deepEqual(verify(1010, 100, 1), { ok: false, error: 'password_used' });
});

test('with counter and time the counter is what is burnt, at whichever step of the window it fits', () => {
  const suite = ocraSuite('OCRA-1:HOTP-SHA256-8:C-QN08-T1M');
  const password = makeOcra({ suite, hmac, question, counter: 3, step: 11 });
  const inputs = { suite, hmac, question, password, lookAheadCounters: 2 };
  assert.deepEqual(verifyOcra({ ...inputs, unixSeconds: 600, lastAccepted: 1 }), {
    ok: true,
    lastAccepted: 3,
  });
  assert.deepEqual(verifyOcra({ ...inputs, unixSeconds: 600, lastAccepted: 3 }), {
    ok: false,
    error: 'password_used',
  });
  assert.deepEqual(verifyOcra({ ...inputs, unixSeconds: 720, lastAccepted: 1 }), {
    ok: false,
    error: 'password_wrong',
  });
  const wide = { ...inputs, unixSeconds: 6000, lastAccepted: 1, lookAheadCounters: 20, lookBackSteps: 4 };
  assert.throws(() => verifyOcra(wide), RangeError);
});

test('a response of no digits is the whole HMAC, in either case', () => {
  const suite = ocraSuite('OCRA-1:HOTP-SHA256-0:QN08');
  const password = makeOcra({ suite, hmac, question });
  assert.match(password, /^[0-9a-f]{64}$/);
  const inputs = { suite, hmac, question, lastAccepted: null };
  assert.deepEqual(verifyOcra({ ...inputs, password }), { ok: true, lastAccepted: null });
  assert.deepEqual(verifyOcra({ ...inputs, password: password.toUpperCase() }), {
    ok: true,
    lastAccepted: null,
  });
  assert.deepEqual(verifyOcra({ ...inputs, password: password.slice(2) }), {
    ok: false,
    error: 'password_malformed',
  });
  assert.deepEqual(verifyOcra({ ...inputs, password: 'g'.repeat(64) }), {
    ok: false,
    error: 'password_malformed',
  });
});

test('inputs that are not the suite’s are a program’s mistake, also when the password is malformed', () => {
  const plain = ocraSuite('OCRA-1:HOTP-SHA256-8:QN08');
  const time = ocraSuite('OCRA-1:HOTP-SHA256-8:QN08-T10S');
  for (const password of ['12345678', '']) {
    const inputs = { hmac, question, password, lastAccepted: null };
    assert.throws(() => verifyOcra({ ...inputs, suite: plain, lastAccepted: 1 }), RangeError);
    assert.throws(() => verifyOcra({ ...inputs, suite: plain, unixSeconds: 1 }), RangeError);
    assert.throws(() => verifyOcra({ ...inputs, suite: time }), RangeError);
    assert.throws(() => verifyOcra({ ...inputs, suite: plain, pinHash: new Uint8Array(20) }), RangeError);
  }
  assert.throws(() => ocraStep(plain, 1), RangeError);
});
