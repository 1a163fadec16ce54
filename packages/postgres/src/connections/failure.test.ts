import assert from 'node:assert/strict';
import { test } from 'node:test';
import { TallyError } from '@tallystick/foundation';
import { DatabaseError } from 'pg';
import { type Failure, failureOf, toTallyError } from './failure.ts';

function databaseError(state: string): DatabaseError {
  const error = new DatabaseError('words of the database', 0, 'error');
  error.code = state;
  return error;
}

const meanings: readonly [state: string, meaning: Failure][] = [
  ['23505', 'conflict'],
  ['40001', 'conflict'],
  ['40P01', 'conflict'],
  ['08006', 'unavailable'],
  ['25P03', 'unavailable'],
  ['53100', 'unavailable'],
  ['53300', 'unavailable'],
  ['55P03', 'unavailable'],
  ['57014', 'unavailable'],
  ['57P01', 'unavailable'],
  ['57P03', 'unavailable'],
  ['58030', 'unavailable'],
  ['22P02', 'broken'],
  ['23514', 'broken'],
  ['25P02', 'broken'],
  ['42P01', 'broken'],
];

for (const [state, meaning] of meanings) {
  test(`SQLSTATE ${state} means ${meaning}`, () => {
    assert.equal(failureOf(databaseError(state)), meaning);
  });
}

test('a refused or lost socket means unavailable, a mistake in our code does not', () => {
  const refused = Object.assign(new Error('connect'), { code: 'ECONNREFUSED' });
  assert.equal(failureOf(refused), 'unavailable');
  assert.equal(failureOf(Object.assign(new Error('name'), { code: 'EAI_AGAIN' })), 'unavailable');
  assert.equal(failureOf(new AggregateError([refused, refused])), 'unavailable');
  assert.equal(failureOf(new Error('Connection terminated unexpectedly')), 'unavailable');
  assert.equal(failureOf(Object.assign(new TypeError('bad'), { code: 'ERR_INVALID_ARG_TYPE' })), 'broken');
  assert.equal(failureOf(new TypeError('x is undefined')), 'broken');
});

test('a full disk is named, and asking again later is advised', () => {
  const error = toTallyError(databaseError('53100'));
  assert.ok(error instanceof TallyError);
  assert.equal(error.code, 'database_unavailable');
  assert.equal(error.message, 'The database’s disk is full.');
  assert.equal(error.retryAfterSeconds, 1);
});
