import assert from 'node:assert/strict';
import { test } from 'node:test';
import { kindsOfCredentials } from '@tallystick/verification-contract';
import { decide, genuineRequest, sampleCredential } from '../testing/sample-credential.ts';
import { credentialKinds, registerKinds } from './credential-kinds.ts';
import { eventKind } from './event.ts';
import { timeKind } from './time.ts';

test('a platform apart offers the kinds that its authentication server has, under the same words', () => {
  const known = credentialKinds().map(({ name, description }) => ({ name, description }));
  assert.deepEqual(known, Object.values(kindsOfCredentials));
});

test('kinds may share an intent, in the order of the list; two of one name are refused', () => {
  const other = { ...eventKind(), name: 'other' };
  const kinds = registerKinds([timeKind, eventKind(), other]);
  assert.deepEqual(
    kinds.ofIntent(4).map(({ name }) => name),
    ['event', 'other'],
  );
  assert.deepEqual(kinds.ofIntent(9), [timeKind], 'an intent of no kind is looked at as the first kind');
  assert.throws(() => registerKinds([timeKind, timeKind]), /one name/);
});

test('a credential of a kind that this server does not know is refused', () => {
  const nowMs = Date.UTC(2026, 10, 23, 12);
  const { verdicts } = decide(nowMs, sampleCredential({ kind: 'totp' }), [genuineRequest(0)]);
  assert.deepEqual(verdicts, [
    { kind: 'declined', reason: 'intent_not_supported', code: 'code_refused', burnt: null },
  ]);
});
