import assert from 'node:assert/strict';
import { createHmac } from 'node:crypto';
import { test } from 'node:test';
import fc from 'fast-check';
import { hmacWithNode } from '../hmac/hmac-with-node.ts';
import { hmacWithSha1 } from '../hmac/hmac-with-sha1.ts';
import { makeHotp } from '../hotp/make-hotp.ts';
import { hotpCandidates, verifyHotp } from '../hotp/verify-hotp.ts';
import { makeTotp } from '../totp/make-totp.ts';
import { verifyTotp } from '../totp/verify-totp.ts';

const key = Buffer.from('12345678901234567890');
const hmac = hmacWithSha1(key);

/** RFC 4226 and RFC 6238 as one would write them down, with BigInt and the platform. */
function expectedHotp(counter: bigint, digits: number): string {
  const message = Buffer.alloc(8);
  message.writeBigUInt64BE(counter);
  const tag = createHmac('sha1', key).update(message).digest();
  const number = tag.readUInt32BE((tag.at(-1) ?? 0) & 0x0f) % 2 ** 31;
  return String(number % 10 ** digits).padStart(digits, '0');
}

const anyCounter = fc.bigInt({ min: 0n, max: 2n ** 63n });
const anyDigits = fc.constantFrom(6 as const, 7 as const, 8 as const);

/** How this package writes a u64: a number as long as it is safe. */
function canonical(counter: bigint): number | string {
  return counter <= BigInt(Number.MAX_SAFE_INTEGER) ? Number(counter) : String(counter);
}

test('any counter up to 2^63 makes the password of the RFC, as number or text', () => {
  fc.assert(
    fc.property(anyCounter, anyDigits, (counter, digits) => {
      const expected = expectedHotp(counter, digits);
      assert.equal(makeHotp({ hmac, counter: canonical(counter), digits }), expected);
      assert.equal(
        makeHotp({ hmac: hmacWithNode(createHmac, 'SHA1', key), counter: String(counter), digits }),
        expected,
      );
    }),
  );
});

test('a password within the window is accepted with its own counter, however large', () => {
  fc.assert(
    fc.property(anyCounter, fc.integer({ min: 1, max: 21 }), anyDigits, (last, distance, digits) => {
      const counter = last + BigInt(distance);
      const password = expectedHotp(counter, digits);
      const result = verifyHotp({
        hmac,
        password,
        lastAccepted: String(last),
        lookAheadCounters: 20,
        digits,
      });
      // Where a later counter of the window has the same password by chance, that one counts.
      const later = Array.from({ length: 22 - distance }, (_, index) => counter + BigInt(index)).filter(
        (other) => expectedHotp(other, digits) === password,
      );
      assert.deepEqual(result, { ok: true, lastAccepted: canonical(later.at(-1) ?? -1n) });
    }),
  );
});

test('the first counter is zero; behind the window and before it nothing is accepted', () => {
  const verify = (password: string, lastAccepted: number | null): unknown =>
    verifyHotp({ hmac, password, lastAccepted, lookAheadCounters: 3 });
  assert.deepEqual(verify('755224', null), { ok: true, lastAccepted: 0 });
  assert.deepEqual(verify('969429', null), { ok: true, lastAccepted: 3 });
  assert.deepEqual(verify('338314', null), { ok: false, error: 'password_wrong' });
  assert.deepEqual(verify('338314', 0), { ok: true, lastAccepted: 4 });
  assert.deepEqual(verify('755224', 1), { ok: false, error: 'password_wrong' });
});

test('a password that was accepted is a replay the next time, and the one before it is wrong', () => {
  const first = verifyHotp({ hmac, password: '287082', lastAccepted: null });
  assert.deepEqual(first, { ok: true, lastAccepted: 1 });
  const again = verifyHotp({ hmac, password: '287082', lastAccepted: 1 });
  assert.deepEqual(again, { ok: false, error: 'password_used' });
});

test('where two counters fit, the higher one counts, so that the password is spent for both', () => {
  const sameForAll = (): Uint8Array => new Uint8Array(20);
  const inputs = { hmac: sameForAll, password: '000000', lookAheadCounters: 5 };
  assert.deepEqual(verifyHotp({ ...inputs, lastAccepted: 10 }), { ok: true, lastAccepted: 16 });
  assert.deepEqual(verifyHotp({ ...inputs, lastAccepted: null }), { ok: true, lastAccepted: 5 });
});

test('every candidate is computed, whichever fits', () => {
  for (const password of ['755224', '969429', '000000']) {
    let count = 0;
    const counting = (message: Uint8Array): Uint8Array => {
      count += 1;
      return hmac(message);
    };
    verifyHotp({ hmac: counting, password, lastAccepted: null, lookAheadCounters: 7 });
    assert.equal(count, 8);
  }
});

test('behind the last counter of all nothing follows', () => {
  const last = String(2n ** 64n - 1n);
  const password = expectedHotp(2n ** 64n - 1n, 6);
  assert.deepEqual(verifyHotp({ hmac, password, lastAccepted: last }), { ok: false, error: 'password_used' });
  const before = String(2n ** 64n - 2n);
  assert.deepEqual(verifyHotp({ hmac, password, lastAccepted: before }), { ok: true, lastAccepted: last });
});

test('a time password is good in its own step and, with a clock that is ahead, one step before', () => {
  const password = makeTotp({ hmac, unixSeconds: 59, digits: 8 });
  assert.equal(password, '94287082');
  const inputs = { hmac, password, lastAccepted: null, digits: 8 } as const;
  const verify = (unixSeconds: number): unknown => verifyTotp({ ...inputs, unixSeconds });
  const verifyBack = (unixSeconds: number): unknown =>
    verifyTotp({ ...inputs, unixSeconds, lookBackSteps: 1 });
  assert.deepEqual(verify(59.9), { ok: true, lastAccepted: 1 });
  assert.deepEqual(verify(0), { ok: true, lastAccepted: 1 });
  assert.deepEqual(verify(60), { ok: false, error: 'password_wrong' });
  assert.deepEqual(verifyBack(60), { ok: true, lastAccepted: 1 });
  assert.deepEqual(verifyBack(90), { ok: false, error: 'password_wrong' });
});

test('a step at or below the last accepted one is refused, also where the caller looks back', () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 10, max: 2_000_000_000 }),
      fc.integer({ min: -3, max: 3 }),
      fc.integer({ min: -5, max: 5 }),
      (now, offset, last) => {
        const steps = Array.from({ length: 7 }, (_, index) => now - 3 + index);
        const password = expectedHotp(BigInt(now + offset), 8);
        const fresh = steps.filter((step) => step > now + last && expectedHotp(BigInt(step), 8) === password);
        const result = verifyTotp({
          hmac,
          password,
          unixSeconds: now * 30,
          lastAccepted: now + last,
          lookBackSteps: 3,
          lookAheadSteps: 3,
          digits: 8,
        });
        const lastAccepted = fresh.at(-1);
        const expected =
          lastAccepted === undefined ? { ok: false, error: 'password_used' } : { ok: true, lastAccepted };
        assert.deepEqual(result, expected);
      },
    ),
  );
});

test('period and start are those of the RFC: X and T0', () => {
  const moment = { unixSeconds: 1_000_100, periodSeconds: 60, startSeconds: 1_000_000 };
  assert.equal(makeTotp({ hmac, ...moment }), makeHotp({ hmac, counter: 1 }));
  const password = makeHotp({ hmac, counter: 1 });
  assert.deepEqual(verifyTotp({ hmac, password, ...moment, lastAccepted: '0' }), {
    ok: true,
    lastAccepted: 1,
  });
});

test('a password may be typed with spaces, dashes and full-width digits', () => {
  for (const password of ['755 224', ' 755-224\n', '７５５２２４']) {
    assert.deepEqual(verifyHotp({ hmac, password, lastAccepted: null }), { ok: true, lastAccepted: 0 });
  }
});

test('what is no password has its own error, and is refused before any HMAC', () => {
  const never = (): Uint8Array => assert.fail('an HMAC was made');
  for (const password of [
    '',
    '75522',
    '7552244',
    '75522a',
    '٧٥٥٢٢٤',
    '-755224.0',
    '1e5555',
    '7'.repeat(1_000_000),
    `${' '.repeat(1_000_000)}755224`,
  ]) {
    const result = verifyHotp({ hmac: never, password, lastAccepted: null });
    assert.deepEqual(result, { ok: false, error: 'password_malformed' }, password.slice(0, 20));
  }
  const ofARequest: unknown[] = [undefined, null, 755_224, ['755224'], { length: 6 }];
  for (const password of ofARequest) {
    const result = verifyTotp({
      hmac: never,
      password: password as string,
      unixSeconds: 0,
      lastAccepted: null,
    });
    assert.deepEqual(result, { ok: false, error: 'password_malformed' });
  }
});

test('a window that is too wide, not whole or negative is a program’s mistake', () => {
  const password = '755224';
  for (const lookAheadCounters of [-1, 0.5, 100, Number.NaN, Number.POSITIVE_INFINITY]) {
    assert.throws(() => verifyHotp({ hmac, password, lastAccepted: null, lookAheadCounters }), RangeError);
  }
  const time = { hmac, password, unixSeconds: 1e9, lastAccepted: null };
  assert.throws(() => verifyTotp({ ...time, lookBackSteps: -1 }), RangeError);
  assert.throws(() => verifyTotp({ ...time, lookAheadSteps: 1.5 }), RangeError);
  assert.throws(() => verifyTotp({ ...time, lookBackSteps: 50, lookAheadSteps: 50 }), RangeError);
});

test('other digits than 6 to 8, a counter that is none and a time before the start are thrown back', () => {
  assert.throws(() => makeHotp({ hmac, counter: 0, digits: 9 as never }), RangeError);
  assert.throws(
    () => verifyHotp({ hmac, password: '1', lastAccepted: null, digits: 1 as never }),
    RangeError,
  );
  assert.throws(() => makeHotp({ hmac, counter: 2 ** 53 }), RangeError);
  assert.throws(() => verifyHotp({ hmac, password: '755224', lastAccepted: -1 }), RangeError);
  assert.throws(() => makeTotp({ hmac, unixSeconds: -1 }), RangeError);
  assert.throws(() => makeTotp({ hmac, unixSeconds: Number.NaN }), RangeError);
});

test('whoever makes the HMACs elsewhere gets messages and gives back as many', () => {
  const { messages, decide } = hotpCandidates({ password: '287082', lastAccepted: 0, lookAheadCounters: 1 });
  assert.deepEqual(
    messages.map((message) => message[7]),
    [0, 1, 2],
  );
  assert.deepEqual(decide(messages.map(hmac)), { ok: true, lastAccepted: 1 });
  assert.throws(() => decide([]), RangeError);
});

test('a caller that forgets the last accepted one is told, instead of being given a window without memory', () => {
  const forgetful = { hmac, password: '755224' } as unknown as Parameters<typeof verifyHotp>[0];
  assert.throws(() => verifyHotp(forgetful), RangeError);
});
