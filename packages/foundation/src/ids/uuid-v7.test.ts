import assert from 'node:assert/strict';
import { test } from 'node:test';

import { uuidV7 } from './uuid-v7.ts';

test('an id has the layout of RFC 9562: version 7, variant 10, the time in front', () => {
  // The time of the example in RFC 9562, appendix A.6.
  const id = uuidV7(0x017f22e279b0);
  assert.match(id, /^017f22e2-79b0-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
});

test('ids of a later millisecond sort behind those of an earlier one', () => {
  const times = [0, 1, 255, 65_536, 1_645_557_742_000, 1_645_557_742_001, 2 ** 48 - 1];
  const ids = times.map((nowMs) => uuidV7(nowMs));
  assert.deepEqual(ids.toSorted(), ids);
});

test('ten thousand ids of one millisecond are all different, across refills of the random pool', () => {
  const ids = new Set(Array.from({ length: 10_000 }, () => uuidV7(1_700_000_000_000)));
  assert.equal(ids.size, 10_000);
});

test('each of the 74 random bits is set about half of the time', () => {
  const rounds = 4_000;
  const ones = new Array<number>(128).fill(0);
  for (let round = 0; round < rounds; round++) {
    const bits = BigInt(`0x${uuidV7(0).replaceAll('-', '')}`);
    for (let bit = 0; bit < 128; bit++) if ((bits >> BigInt(127 - bit)) & 1n) ones[bit]! += 1;
  }
  const isFixed = (bit: number): boolean => bit < 52 || bit === 64 || bit === 65;
  // 2,000 expected, standard deviation 32; ten of them never happen by chance.
  ones.forEach((count, bit) => {
    if (!isFixed(bit)) assert.ok(Math.abs(count - rounds / 2) < 320, `bit ${bit}: ${count} of ${rounds}`);
  });
});
