import assert from 'node:assert/strict';
import { test } from 'node:test';
import { readOptions } from './options.ts';

test('without options the bench makes the run that its results file describes', () => {
  assert.deepEqual(readOptions([]), {
    payerCount: 10_000,
    merchantCount: 10,
    seconds: 6,
    rounds: 3,
    writesResults: true,
  });
});

test('every option is taken', () => {
  const line = ['--payers', '500', '--merchants=1', '--seconds', '1', '--rounds', '2', '--print-only'];
  assert.deepEqual(readOptions(line), {
    payerCount: 500,
    merchantCount: 1,
    seconds: 1,
    rounds: 2,
    writesResults: false,
  });
});

test('an option outside its limits, of another form or unknown is refused', () => {
  for (const text of ['0', '16', '1.5', '-1', '6s', '', '１']) {
    assert.throws(() => readOptions([`--seconds=${text}`]), RangeError, text);
  }
  assert.throws(() => readOptions(['--minutes', '1']), TypeError);
});
