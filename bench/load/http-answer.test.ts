import assert from 'node:assert/strict';
import { test } from 'node:test';
import { readAnswer } from './http-answer.ts';

const answer = 'HTTP/1.1 200 OK\r\ncontent-type: application/json\r\nContent-Length: 7\r\n\r\n{"a":1}';

test('an answer is read once all of it is there, wherever it was cut', () => {
  for (let end = 0; end < answer.length; end += 1) assert.equal(readAnswer(answer.slice(0, end)), undefined);
  assert.deepEqual(readAnswer(answer), { status: 200, body: '{"a":1}' });
});

test('what this client can’t read is an error, not an answer', () => {
  assert.throws(() => readAnswer('HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n'), /not an answer/);
  assert.throws(() => readAnswer('SSH-2.0\r\n\r\n'), /not an answer/);
  assert.throws(() => readAnswer(`${answer}HTTP/1.1 200 OK`), /more than/);
});
