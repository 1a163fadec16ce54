import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { test } from 'node:test';
import fc from 'fast-check';
import {
  base32Text,
  hmacWithSha1,
  hmacWithSha256,
  hmacWithSha512,
  makeHotp,
  makeTotp,
  verifyHotp,
} from './index.ts';

// A second opinion: the oathtool of Debian (OATH Toolkit), which shares nothing with us but the RFCs.

const isInstalled = spawnSync('oathtool', ['--version']).status === 0;
// Where it is promised to be there, a skipped test would be a lie.
const isPromised = process.env['CI'] === 'true';
const skip = isInstalled || isPromised ? false : 'oathtool is not installed: apt-get install oathtool';

function oathtool(...args: readonly string[]): readonly string[] {
  const result = spawnSync('oathtool', args, { encoding: 'utf8' });
  assert.equal(result.status, 0, result.stderr);
  return result.stdout.trim().split('\n');
}

const anyKey = fc.uint8Array({ minLength: 1, maxLength: 80 });
const anyDigits = fc.constantFrom(6 as const, 7 as const, 8 as const);
const numRuns = 25;

test('oathtool makes the same passwords of a counter, up to 2^63', { skip }, () => {
  const anyCounter = fc.bigInt({ min: 0n, max: 2n ** 63n - 12n });
  fc.assert(
    fc.property(anyKey, anyCounter, anyDigits, (key, counter, digits) => {
      const theirs = oathtool(
        '-c',
        `${counter}`,
        '-d',
        `${digits}`,
        '-w',
        '9',
        Buffer.from(key).toString('hex'),
      );
      const hmac = hmacWithSha1(key);
      const ours = theirs.map((_, index) =>
        makeHotp({ hmac, counter: `${counter + BigInt(index)}`, digits }),
      );
      assert.equal(theirs.length, 10);
      assert.deepEqual(ours, theirs);
    }),
    { numRuns },
  );
});

test('oathtool makes the same passwords of a time, for every hash, period and start', { skip }, () => {
  const ways = { SHA1: hmacWithSha1, SHA256: hmacWithSha256, SHA512: hmacWithSha512 };
  const anyTime = fc.record({
    unixSeconds: fc.integer({ min: 1_000_000_000, max: 4_000_000_000 }),
    periodSeconds: fc.constantFrom(1, 10, 30, 60),
    startSeconds: fc.constantFrom(0, 15, 1_000_000_000),
    digits: anyDigits,
  });
  fc.assert(
    fc.property(anyKey, fc.constantFrom('SHA1', 'SHA256', 'SHA512'), anyTime, (key, hash, time) => {
      const [theirs] = oathtool(
        ...[`--totp=${hash}`, '-N', `@${time.unixSeconds}`, '-s', `${time.periodSeconds}s`],
        ...['-S', `@${time.startSeconds}`, '-d', `${time.digits}`, '-b', base32Text(key)],
      );
      assert.equal(makeTotp({ hmac: ways[hash](key), ...time }), theirs);
    }),
    { numRuns },
  );
});

test('a password of oathtool verifies at the counter where oathtool finds it', { skip }, () => {
  const key = Buffer.from('12345678901234567890');
  const [password = ''] = oathtool('-c', '9007199254740995', key.toString('hex'));
  const result = verifyHotp({ hmac: hmacWithSha1(key), password, lastAccepted: '9007199254740990' });
  assert.deepEqual(result, { ok: true, lastAccepted: '9007199254740995' });
  assert.deepEqual(oathtool('-c', '9007199254740991', '-w', '10', key.toString('hex'), password), ['4']);
});
