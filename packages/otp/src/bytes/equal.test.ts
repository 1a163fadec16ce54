import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { equalBytes, equalTexts } from './equal.ts';

test('bytes and texts are equal where they are, and one difference anywhere is enough', () => {
  fc.assert(
    fc.property(
      fc.uint8Array({ minLength: 1 }),
      fc.nat(),
      fc.integer({ min: 1, max: 255 }),
      (bytes, at, change) => {
        const other = bytes.slice();
        assert.ok(equalBytes(bytes, other));
        const place = at % bytes.length;
        other[place] = (other[place] ?? 0) ^ change;
        assert.ok(!equalBytes(bytes, other));
        assert.ok(!equalTexts(String.fromCharCode(...bytes), String.fromCharCode(...other)));
        assert.ok(equalTexts(String.fromCharCode(...bytes), String.fromCharCode(...bytes)));
      },
    ),
  );
});

test('what is only the beginning of the other is not equal', () => {
  assert.ok(!equalBytes(Uint8Array.of(1), Uint8Array.of(1, 0)));
  assert.ok(!equalTexts('1', '12'));
  assert.ok(equalBytes(new Uint8Array(0), new Uint8Array(0)) && equalTexts('', ''));
});

test('characters that differ only above their low byte are different', () => {
  assert.ok(!equalTexts('a', 'š'));
});
