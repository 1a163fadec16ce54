import assert from 'node:assert/strict';
import { test } from 'node:test';

import { declineErrors } from './decline-errors.ts';
import type { ErrorDefinition } from './error-definition.ts';
import { localErrors } from './local-errors.ts';
import { problemErrors } from './problem-errors.ts';
import { errorDefinition, errorRegistry, isErrorCode } from './registry.ts';

const definitions: readonly (readonly [string, ErrorDefinition])[] = Object.entries(errorRegistry);

test('no code stands in two of the lists, where one would hide the other', () => {
  const count = [declineErrors, problemErrors, localErrors].flatMap((list) => Object.keys(list)).length;
  assert.equal(definitions.length, count);
});

test('codes are lower case words joined by underscores, in alphabetical order within their list', () => {
  for (const list of [declineErrors, problemErrors, localErrors]) {
    const codes = Object.keys(list);
    for (const code of codes) assert.match(code, /^[a-z]+(_[a-z]+)*$/);
    assert.deepEqual(codes, codes.toSorted());
  }
});

test('each kind of error keeps to its range of HTTP status', () => {
  for (const [code, { kind, httpStatus }] of definitions) {
    if (kind === 'decline') assert.equal(httpStatus, 200, code);
    if (kind === 'local') assert.equal(httpStatus, 0, code);
    if (kind === 'problem') assert.ok(httpStatus >= 400 && httpStatus <= 599, code);
  }
});

test('the same request may be sent again exactly where the fault was the server’s or the moment’s', () => {
  for (const [code, { retryable, httpStatus }] of definitions) {
    assert.equal(retryable, httpStatus === 429 || httpStatus >= 500, code);
  }
});

test('cashier words are sentences that fit on the screen of a till', () => {
  for (const [code, { cashierWords }] of definitions) {
    assert.match(cashierWords, /^[A-Z].*[.]$/, code);
    assert.ok(cashierWords.length <= 80, `${code}: ${cashierWords.length} characters`);
  }
});

test('operator words are sentences', () => {
  for (const [code, { operatorWords }] of definitions) assert.match(operatorWords, /^[A-Z].*[.?]$/, code);
});

test('a definition is found by its code', () => {
  assert.equal(errorDefinition('code_used'), declineErrors.code_used);
  assert.equal(errorDefinition('overloaded'), problemErrors.overloaded);
  assert.equal(errorDefinition('port_taken'), localErrors.port_taken);
});

test('text from outside is a code only where the registry has it', () => {
  assert.ok(isErrorCode('code_used'));
  for (const text of ['', 'CODE_USED', 'nonsense', 'toString', '__proto__'])
    assert.ok(!isErrorCode(text), text);
});
