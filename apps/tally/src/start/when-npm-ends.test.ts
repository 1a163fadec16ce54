import assert from 'node:assert/strict';
import { test } from 'node:test';
import { isDetaching } from './when-npm-ends.ts';

test('a script that starts the server on its own is taken at its word, and no other', () => {
  const detaching = [
    'tally start & echo started',
    'tally start >log 2>&1 &',
    '(tally start &)',
    'nohup tally start',
    'cd x && setsid tally start',
    'systemd-run tally start',
  ];
  for (const script of detaching) assert.equal(isDetaching(script), true, script);
  const attached = [
    'exec node apps/tally/src/tally.ts start',
    'cd x && tally start',
    'tally start >log 2>&1',
    'a || b',
    '',
  ];
  for (const script of attached) assert.equal(isDetaching(script), false, script);
});
