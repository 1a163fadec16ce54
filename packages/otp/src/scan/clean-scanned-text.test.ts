import assert from 'node:assert/strict';
import { test } from 'node:test';
import { cleanScannedText } from './clean-scanned-text.ts';

test('one symbology identifier in front is taken away, and none anywhere else', () => {
  assert.equal(cleanScannedText(']C012'), '12');
  assert.equal(cleanScannedText('\r\n]Q112'), '12');
  assert.equal(cleanScannedText(']C0]C012'), ']C012');
  assert.equal(cleanScannedText('12]C0'), '12]C0');
  assert.equal(cleanScannedText(']]12'), ']]12');
});

test('separators go, full-width characters become narrow, all else stays', () => {
  assert.equal(cleanScannedText(' 1\t2-3\u20134\u30005\r\n'), '12345');
  assert.equal(cleanScannedText('１２ＡＺａｚ－：'), '12AZaz:');
  assert.equal(cleanScannedText('a_b٣\0'), 'a_b٣\0');
});
