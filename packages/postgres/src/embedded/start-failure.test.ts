import assert from 'node:assert/strict';
import { test } from 'node:test';
import { failureFromLog, failureFromSystem } from './start-failure.ts';

test('PostgreSQL’s words are read for what a person can do about it', () => {
  const codeOf = (line: string): string => failureFromLog(['LOG:  starting', line]).code;
  assert.equal(
    codeOf('FATAL:  could not write lock file "postmaster.pid": No space left on device'),
    'disk_full',
  );
  assert.equal(codeOf('FATAL:  lock file "postmaster.pid" already exists'), 'data_directory_in_use');
  assert.equal(codeOf('FATAL:  could not open file "x": Permission denied'), 'data_directory_not_writable');
  assert.equal(codeOf('PANIC:  could not locate a valid checkpoint record'), 'database_start_failed');
});

test('other words are passed on, the first complaint of all', () => {
  const lines = ['LOG:  starting', 'FATAL:  data directory has wrong ownership', 'LOG:  shutting down'];
  assert.match(failureFromLog(lines).message, /own words: FATAL: {2}data directory has wrong ownership$/);
  assert.match(failureFromLog([]).message, /own words: none$/);
});

test('what the system refused is named, anything else is quoted', () => {
  const codeOf = (code: string): string => failureFromSystem(Object.assign(new Error('x'), { code })).code;
  assert.equal(codeOf('ENOSPC'), 'disk_full');
  assert.equal(codeOf('EROFS'), 'data_directory_not_writable');
  assert.equal(codeOf('EMFILE'), 'database_start_failed');
});
