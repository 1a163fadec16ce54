import assert from 'node:assert/strict';
import { test } from 'node:test';

import { problemErrors } from './problem-errors.ts';
import { TallyError } from './tally-error.ts';

test('an error without details says what the registry says to the operator', () => {
  const error = new TallyError('merchant_unknown');
  assert.ok(error instanceof Error);
  assert.equal(error.name, 'TallyError');
  assert.equal(error.code, 'merchant_unknown');
  assert.equal(error.definition, problemErrors.merchant_unknown);
  assert.equal(error.message, problemErrors.merchant_unknown.operatorWords);
  assert.equal(error.field, undefined);
  assert.equal(error.retryAfterSeconds, undefined);
});

test('an error carries what is known about the occurrence', () => {
  const cause = new Error('connection reset');
  const options = { detail: 'No answer for 5 s.', field: '/amount', retryAfterSeconds: 5, cause };
  const error = new TallyError('database_unavailable', options);
  assert.equal(error.message, 'No answer for 5 s.');
  assert.equal(error.field, '/amount');
  assert.equal(error.retryAfterSeconds, 5);
  assert.equal(error.cause, cause);
});

test('an error without a cause has none, so that logs do not print an empty one', () => {
  assert.ok(!('cause' in new TallyError('overloaded')));
  assert.ok(!('cause' in new TallyError('overloaded', { detail: 'Full.' })));
});
