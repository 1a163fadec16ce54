import assert from 'node:assert/strict';
import crypto from 'node:crypto';
import { syncBuiltinESMExports } from 'node:module';
import { after, before, test } from 'node:test';
import { shardCount } from '@tallystick/foundation';
import { base64UrlBytes, base64UrlText } from '@tallystick/otp';
import type { Database } from '@tallystick/postgres';
import { parseActivationCode } from '@tallystick/paycode';
import { startTestDatabase } from '@tallystick/postgres/testing';
import { aliasCandidatesOf } from '../aliases/alias-candidates.ts';
import { openLeaves } from '../credentials/leaves.ts';
import { authenticationMigrations } from '../schema/migrations.ts';
import {
  newTestEnrolmentServer,
  testStartMs,
  type TestEnrolmentServer,
} from '../testing/test-enrolment-server.ts';
import { refusalCodes } from '../testing/refusal-codes.ts';
import { newTestTerminal, type TestTerminal } from '../testing/test-terminal.ts';
import { completeEnrolment } from './complete-enrolment.ts';
import { createActivation } from './create-activation.ts';
import { forgetOldEnrolments } from './forget-enrolments.ts';
import { offerEnrolment } from './offer-enrolment.ts';

const accountId = '0193a000-0000-7000-8000-000000000001';
const shard = 42;
const minuteMs = 60_000;
const dayMs = 24 * 60 * minuteMs;

let stop: () => Promise<void>;
let database: Database;
let server: TestEnrolmentServer;

before(async () => {
  const started = await startTestDatabase(await authenticationMigrations());
  ({ database, stop } = started);
  server = await newTestEnrolmentServer(database, 8);
});
after(() => stop());

interface Begun {
  readonly terminal: TestTerminal;
  readonly code: string;
  readonly serverKey: string;
}

/** An activation and a terminal that has been offered the server’s key. */
async function begin(): Promise<Begun> {
  server.alarms.length = 0;
  const { activationCode } = await createActivation(server, { accountId, shard });
  return beginWith(activationCode);
}

async function beginWith(code: string): Promise<Begun> {
  const terminal = await newTestTerminal(code);
  const { serverKey } = await offerEnrolment(server, terminal.activationId);
  return { terminal, code, serverKey };
}

async function complete({ terminal, serverKey }: Begun) {
  return completeEnrolment(server, terminal.activationId, await terminal.prove(serverKey));
}

async function completeWrongly({ terminal, serverKey }: Begun) {
  const { terminalKey } = await terminal.prove(serverKey);
  return completeEnrolment(server, terminal.activationId, {
    terminalKey,
    proof: base64UrlText(new Uint8Array(32)),
  });
}

async function rowsOf<Row extends object>(text: string, activationId: string): Promise<readonly Row[]> {
  return database.query<Row>({ name: '', text, values: [Buffer.from(activationId, 'hex')] });
}

async function activationRow(activationId: string) {
  const rows = await rowsOf<Record<string, unknown>>(
    'SELECT * FROM authentication.activations WHERE activation_id = $1',
    activationId,
  );
  return rows[0] ?? {};
}

function hex(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString('hex');
}

async function credentialRows(activationId: string) {
  return rowsOf<{
    bucket: number;
    credential_number: bigint;
    account_id: string;
    kind: string;
    sealing_key_id: string;
    sealed_leaves: Uint8Array;
  }>('SELECT * FROM authentication.credentials WHERE activation_id = $1', activationId);
}

test('An activation is 26 characters and a QR of them, and lives 15 minutes', async () => {
  const activation = await createActivation(server, { accountId, shard });
  assert.match(activation.activationCode, /^[0-7][0-9A-HJKMNP-TV-Z]{25}$/);
  assert.equal(activation.qr, `TALLY1:A:${activation.activationCode}`);
  assert.equal(activation.expiresAt.getTime(), server.clock.nowMs() + 15 * minuteMs);
});

test('Both sides prove themselves and end with the same leaves, which nothing has carried', async () => {
  const begun = await begin();
  const content = await begun.terminal.read(begun.serverKey, await complete(begun));
  const [row] = await credentialRows(begun.terminal.activationId);
  assert.ok(row);
  const leaves = openLeaves(server.keyRing, {
    credentialNumber: row.credential_number,
    sealingKeyId: row.sealing_key_id,
    sealedLeaves: row.sealed_leaves,
  });
  const theirs = await begun.terminal.leaves(begun.serverKey);
  for (const name of ['password', 'pin', 'confirmation', 'contact'] as const) {
    assert.deepEqual(new Uint8Array(leaves[name]), theirs[name]);
  }
  assert.equal(content.credentialNumber, row.credential_number.toString().padStart(10, '0'));
  assert.deepEqual([row.account_id, row.kind], [accountId, 'time']);
});

test('The credential number carries the shard of its account, and the row stands in the bucket of the shard', async () => {
  const begun = await begin();
  await complete(begun);
  const [row] = await credentialRows(begun.terminal.activationId);
  assert.equal(Number((row?.credential_number ?? 0n) % BigInt(shardCount)), shard);
  assert.equal(row?.bucket, shard % 8);
});

test('The terminal is told its aliases from yesterday on, the operator’s key and the time', async () => {
  const begun = await begin();
  const content = await begun.terminal.read(begun.serverKey, await complete(begun));
  const today = Math.floor(testStartMs / dayMs);
  assert.equal(content.firstAliasDay, today - 1);
  assert.equal(content.aliases.length, 400);
  const [candidates = []] = aliasCandidatesOf(
    [{ alias: content.aliases[1] ?? '', intent: 0 }],
    testStartMs,
    server.aliasKeys,
    server.kinds,
  );
  assert.equal(candidates[0]?.credentialNumber, BigInt(content.credentialNumber));
  assert.deepEqual(base64UrlBytes(content.operatorPublicKey), server.operatorPublicKey);
  const { issuerPrefix, capVersion, caps, serverTimeMs } = content;
  assert.deepEqual({ issuerPrefix, capVersion, caps }, { issuerPrefix: '83', capVersion: 0, caps: [] });
  assert.equal(serverTimeMs, testStartMs);
});

test('A consumed activation has lost its private key and its code', async () => {
  const begun = await begin();
  assert.notEqual((await activationRow(begun.terminal.activationId))['sealed_secrets'], null);
  await complete(begun);
  const row = await activationRow(begun.terminal.activationId);
  assert.equal(row['sealed_secrets'], null);
  assert.notEqual(row['consumed_at'], null);
});

test('Neither the code nor a leaf is in the database in the clear', async () => {
  const begun = await begin();
  const code = parseActivationCode(begun.code);
  assert.ok(code.ok);
  const secrets = (await activationRow(begun.terminal.activationId))['sealed_secrets'];
  assert.ok(secrets instanceof Uint8Array);
  assert.ok(!hex(secrets).includes(hex(code.code)));
  await complete(begun);
  const [row] = await credentialRows(begun.terminal.activationId);
  assert.ok(row);
  const leaves = await begun.terminal.leaves(begun.serverKey);
  for (const leaf of [leaves.password, leaves.pin, leaves.confirmation, leaves.contact]) {
    assert.ok(!hex(row.sealed_leaves).includes(hex(leaf)));
  }
});

test('A lost answer is repeated byte for byte to the same terminal, and makes no second credential', async () => {
  const begun = await begin();
  const first = await complete(begun);
  server.clock.advance(20 * minuteMs);
  assert.deepEqual(await complete(begun), first);
  assert.deepEqual((await offerEnrolment(server, begun.terminal.activationId)).serverKey, begun.serverKey);
  assert.equal((await credentialRows(begun.terminal.activationId)).length, 1);
  assert.deepEqual(server.alarms, []);
});

test('Another terminal with the same code is refused and raises an alarm', async () => {
  const begun = await begin();
  await complete(begun);
  const other = await beginWith(begun.code);
  await assert.rejects(complete(other), { code: 'activation_used' });
  const { activationId } = begun.terminal;
  assert.deepEqual(server.alarms, [{ kind: 'other_terminal_used_activation', accountId, activationId }]);
  assert.equal((await credentialRows(activationId)).length, 1);
});

test('Of terminals that race for one activation exactly one wins, in every round', async () => {
  for (let round = 0; round < 20; round++) {
    const first = await begin();
    const others = await Promise.all([1, 2, 3, 4].map(() => beginWith(first.code)));
    const results = await Promise.allSettled([first, ...others].map(complete));
    assert.deepEqual(
      refusalCodes(results),
      Array.from({ length: 4 }, () => 'activation_used'),
    );
    assert.equal((await credentialRows(first.terminal.activationId)).length, 1);
    assert.equal(server.alarms.length, 4);
  }
});

test('One terminal that asks many times at once gets one credential and one answer', async () => {
  const begun = await begin();
  const replies = await Promise.all(Array.from({ length: 6 }, () => complete(begun)));
  assert.equal(new Set(replies.map((reply) => reply.sealedReply)).size, 1);
  assert.equal((await credentialRows(begun.terminal.activationId)).length, 1);
});

test('After 15 minutes an activation is expired for every step', async () => {
  const begun = await begin();
  server.clock.advance(15 * minuteMs - 1);
  await offerEnrolment(server, begun.terminal.activationId);
  server.clock.advance(1);
  await assert.rejects(offerEnrolment(server, begun.terminal.activationId), { code: 'activation_expired' });
  await assert.rejects(complete(begun), { code: 'activation_expired' });
  assert.equal((await credentialRows(begun.terminal.activationId)).length, 0);
});

test('A wrong proof consumes nothing: the right one still enrols', async () => {
  const begun = await begin();
  await assert.rejects(completeWrongly(begun), { code: 'activation_proof_wrong' });
  assert.equal((await credentialRows(begun.terminal.activationId)).length, 0);
  await complete(begun);
});

test('Who knows the id but not the code can’t enrol', async () => {
  const begun = await begin();
  const stranger = await newTestTerminal('0'.repeat(26));
  const proof = await stranger.prove(begun.serverKey);
  await assert.rejects(completeEnrolment(server, begun.terminal.activationId, proof), {
    code: 'activation_proof_wrong',
  });
});

test('A proof made for one terminal key does not serve another', async () => {
  const begun = await begin();
  const { proof } = await begun.terminal.prove(begun.serverKey);
  const other = await beginWith(begun.code);
  const { terminalKey } = await other.terminal.prove(other.serverKey);
  await assert.rejects(completeEnrolment(server, begun.terminal.activationId, { terminalKey, proof }), {
    code: 'activation_proof_wrong',
  });
});

test('Ten wrong proofs, even at once, end an activation, destroy its secrets and raise one alarm', async () => {
  const begun = await begin();
  const attempts = await Promise.allSettled(Array.from({ length: 30 }, () => completeWrongly(begun)));
  const codes = refusalCodes(attempts);
  assert.equal(codes.filter((code) => code === 'activation_proof_wrong').length, 10);
  assert.equal(codes.filter((code) => code === 'activation_expired').length, 20);
  await assert.rejects(complete(begun), { code: 'activation_expired' });
  await assert.rejects(offerEnrolment(server, begun.terminal.activationId), { code: 'activation_expired' });
  assert.equal((await activationRow(begun.terminal.activationId))['sealed_secrets'], null);
  assert.deepEqual(
    server.alarms.map(({ kind }) => kind),
    ['activation_guessed_at'],
  );
});

test('An id that no activation has, or of another shape, is unknown', async () => {
  const { terminalKey, proof } = await (
    await newTestTerminal('0'.repeat(26))
  ).prove((await begin()).serverKey);
  for (const id of ['0'.repeat(32), '', 'A'.repeat(32), '0'.repeat(31), `${'0'.repeat(32)}\n`]) {
    await assert.rejects(offerEnrolment(server, id), { code: 'activation_unknown' });
    await assert.rejects(completeEnrolment(server, id, { terminalKey, proof }), {
      code: 'activation_unknown',
    });
  }
});

test('A terminal key or a proof that is not in its one canonical form is refused, and the field named', async () => {
  const begun = await begin();
  const good = await begun.terminal.prove(begun.serverKey);
  const offCurve = Buffer.alloc(65, 1).fill(4, 0, 1).toString('base64url');
  const wrong: [string, { terminalKey: string; proof: string }][] = [
    ['terminalKey', { ...good, terminalKey: offCurve }],
    ['terminalKey', { ...good, terminalKey: good.terminalKey.slice(0, 86) }],
    ['terminalKey', { ...good, terminalKey: '' }],
    ['proof', { ...good, proof: good.proof.slice(0, 42) }],
    ['proof', { ...good, proof: `${good.proof}=` }],
    ['proof', { ...good, proof: withSpareBits(good.proof) }],
  ];
  for (const [field, body] of wrong) {
    await assert.rejects(completeEnrolment(server, begun.terminal.activationId, body), {
      code: 'malformed_request',
      field,
    });
  }
  await complete(begun);
});

/** 32 bytes leave two bits of the last character unused; setting one spells the same bytes in another way. */
function withSpareBits(text: string): string {
  const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';
  return text.slice(0, -1) + alphabet.charAt(alphabet.indexOf(text.slice(-1)) | 1);
}

test('Seven days after enrolment the sealed reply is refused, and erased by the next clean-up', async () => {
  const begun = await begin();
  await complete(begun);
  server.clock.advance(7 * dayMs - 1);
  await complete(begun);
  await forgetOldEnrolments(server);
  assert.notEqual((await activationRow(begun.terminal.activationId))['sealed_reply'], null);
  server.clock.advance(1);
  await assert.rejects(complete(begun), { code: 'activation_expired' });
  await forgetOldEnrolments(server);
  assert.equal((await activationRow(begun.terminal.activationId))['sealed_reply'], null);
});

test('The clean-up destroys the secrets of activations that nobody used in time, and no others', async () => {
  const late = await begin();
  server.clock.advance(10 * minuteMs);
  const open = await begin();
  server.clock.advance(5 * minuteMs);
  await forgetOldEnrolments(server);
  assert.equal((await activationRow(late.terminal.activationId))['sealed_secrets'], null);
  await assert.rejects(offerEnrolment(server, late.terminal.activationId), { code: 'activation_expired' });
  await complete(open);
});

test('An account may have several credentials, each with keys and numbers of its own', async () => {
  const [one, other] = [await begin(), await begin()];
  await complete(one);
  await complete(other);
  const [first] = await credentialRows(one.terminal.activationId);
  const [second] = await credentialRows(other.terminal.activationId);
  assert.notEqual(first?.credential_number, second?.credential_number);
  assert.notDeepEqual(first?.sealed_leaves, second?.sealed_leaves);
});

test('A credential number that is taken already is drawn again', async (context) => {
  const drawn = [1000, 1000, 2000];
  context.mock.method(crypto, 'randomInt', () => drawn.shift());
  syncBuiltinESMExports();
  try {
    const [one, other] = [await begin(), await begin()];
    await complete(one);
    await complete(other);
    const [second] = await credentialRows(other.terminal.activationId);
    assert.equal(second?.credential_number, BigInt(2000 * shardCount + shard));
    assert.deepEqual(drawn, []);
  } finally {
    context.mock.restoreAll();
    syncBuiltinESMExports();
  }
});
