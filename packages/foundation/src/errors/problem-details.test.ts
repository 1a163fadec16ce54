import assert from 'node:assert/strict';
import { test } from 'node:test';

import { problemDetails } from './problem-details.ts';
import { problemErrors } from './problem-errors.ts';
import { TallyError } from './tally-error.ts';

test('a problem has the members of RFC 9457 and our own beside them', () => {
  const error = new TallyError('amount_invalid', { detail: 'The amount is 0.', field: '/amount/minorUnits' });
  assert.deepEqual(problemDetails(error, 'request-7'), {
    type: 'urn:tallystick:error:amount_invalid',
    title: problemErrors.amount_invalid.operatorWords,
    status: 400,
    detail: 'The amount is 0.',
    code: 'amount_invalid',
    retryable: false,
    cashierWords: problemErrors.amount_invalid.cashierWords,
    field: '/amount/minorUnits',
    requestId: 'request-7',
  });
});

test('members that have no value are left out', () => {
  const members = Object.keys(problemDetails(new TallyError('overloaded')));
  assert.deepEqual(members, ['type', 'title', 'status', 'detail', 'code', 'retryable', 'cashierWords']);
});

test('the cause of an error stays on this side of the wire', () => {
  const error = new TallyError('internal_error', { cause: new Error('relation "accounts" is missing') });
  assert.doesNotMatch(JSON.stringify(problemDetails(error)), /relation/);
});
