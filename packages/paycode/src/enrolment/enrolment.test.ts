import assert from 'node:assert/strict';
import { createHash, createHmac, hkdfSync } from 'node:crypto';
import { test } from 'node:test';
import { hmacSha256, hmacSha256Key } from '@tallystick/otp';
import { enrolmentTranscript } from './enrolment-transcript.ts';
import { keyInfo, keyLabels } from './key-info.ts';

const parts = {
  activationId: new Uint8Array(16).fill(1),
  terminalKey: new Uint8Array(65).fill(2),
  serverKey: new Uint8Array(65).fill(3),
};

test('the transcript is label, id, terminal key and server key', () => {
  const expected = Buffer.concat([
    Buffer.from('tallystick/enrol/v1'),
    parts.activationId,
    parts.terminalKey,
    parts.serverKey,
  ]);
  assert.deepEqual(Buffer.from(enrolmentTranscript(parts)), expected);
});

test('the info of a key is label and transcript hash, and each label gives another key', () => {
  const transcriptHash = createHash('sha256').update(enrolmentTranscript(parts)).digest();
  const info = Buffer.from(keyInfo('proof-terminal', transcriptHash));
  assert.equal(info.subarray(0, -32).toString(), 'tallystick/v1/proof-terminal');
  assert.deepEqual(info.subarray(-32), transcriptHash);
  const keys = keyLabels.map((label) =>
    Buffer.from(hkdfSync('sha256', 'x', 'salt', keyInfo(label, transcriptHash), 32)),
  );
  assert.equal(new Set(keys.map((key) => key.toString('hex'))).size, 7);
});

test('HKDF of 32 bytes is two HMACs of this package, so that a terminal needs nothing else', () => {
  const inputKey = new Uint8Array(32).fill(7);
  const salt = new Uint8Array(16).fill(8);
  const info = keyInfo('password', new Uint8Array(32).fill(9));
  // RFC 5869 sections 2.2 and 2.3.
  const pseudoRandomKey = hmacSha256(hmacSha256Key(salt), inputKey);
  const outputKey = hmacSha256(hmacSha256Key(pseudoRandomKey), Uint8Array.of(...info, 1));
  assert.deepEqual(Buffer.from(outputKey), Buffer.from(hkdfSync('sha256', inputKey, salt, info, 32)));
});

test('a proof is an HMAC over the whole transcript: a changed part changes it', () => {
  const proofOf = (changed: Partial<typeof parts>): string =>
    createHmac('sha256', 'key')
      .update(enrolmentTranscript({ ...parts, ...changed }))
      .digest('hex');
  const other = new Uint8Array(65).fill(4);
  const proofs = [
    proofOf({}),
    proofOf({ activationId: new Uint8Array(16) }),
    proofOf({ terminalKey: other }),
    proofOf({ serverKey: other }),
  ];
  assert.equal(new Set(proofs).size, 4);
});

test('parts of another length are refused', () => {
  const mistakes = [
    { activationId: new Uint8Array(15) },
    { terminalKey: new Uint8Array(33) },
    { serverKey: new Uint8Array(64) },
  ];
  for (const mistake of mistakes) {
    assert.throws(() => enrolmentTranscript({ ...parts, ...mistake }), RangeError);
  }
  assert.throws(() => keyInfo('pin', new Uint8Array(20)), RangeError);
});
