import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { decide, genuineRequest, sampleCredential, sampleNumber } from '../testing/sample-credential.ts';
import type { CredentialState } from './credential-state.ts';
import { allRaceGuards } from './race-guards.ts';
import type { Verdict } from '@tallystick/verification-contract';

/** Noon, two seconds into a step. */
const nowMs = Date.UTC(2026, 10, 23, 12, 0, 2);
const serverStep = Math.floor(nowMs / 10_000);
const wrongPassword = { password: '00000000' };

function describe(verdict: Verdict | undefined): string {
  if (verdict === undefined) return 'none';
  if (verdict.kind === 'pending') return `pending ${verdict.pollAfterMs}`;
  return verdict.kind === 'genuine' ? 'genuine' : `${verdict.code} ${verdict.reason}`;
}

function verdictOfStep(step: number, credential: CredentialState = sampleCredential()): string {
  return describe(decide(nowMs, credential, [genuineRequest(step)]).verdicts[0]);
}

test('every step of the window is accepted', () => {
  for (let offset = -5; offset <= 2; offset += 1) assert.equal(verdictOfStep(serverStep + offset), 'genuine');
});

test('a code behind the window is expired, not refused, and costs the credential nothing', () => {
  const decision = decide(nowMs, sampleCredential(), [genuineRequest(serverStep - 6)]);
  assert.equal(describe(decision.verdicts[0]), 'code_expired expired');
  assert.equal(decision.credentials.get(sampleNumber)?.throttle, null);
});

test('a code up to three steps beyond the window is pending until its step comes into the window', () => {
  assert.equal(verdictOfStep(serverStep + 3), 'pending 8000');
  assert.equal(verdictOfStep(serverStep + 5), 'pending 28000');
});

test('a code farther ahead is burnt and declined for ever', () => {
  const request = genuineRequest(serverStep + 6);
  const decision = decide(nowMs, sampleCredential(), [request]);
  assert.equal(describe(decision.verdicts[0]), 'code_early early_burnt');
  assert.equal(decision.newHolds.length, 1);
  const later = decide(nowMs + 60_000, sampleCredential(), [genuineRequest(serverStep + 6)], {
    holds: decision.newHolds,
  });
  assert.equal(describe(later.verdicts[0]), 'code_used held_by_another_payment');
});

test('thirty steps to both sides are looked at and no more', () => {
  assert.equal(verdictOfStep(serverStep - 30), 'code_expired expired');
  assert.equal(verdictOfStep(serverStep + 30), 'code_early early_burnt');
  assert.equal(verdictOfStep(serverStep - 31), 'code_refused wrong_password');
  assert.equal(verdictOfStep(serverStep + 31), 'code_refused wrong_password');
});

test('a held code is decided for the request it is held for, and is used for every other', () => {
  const request = genuineRequest(serverStep + 3);
  const early = decide(nowMs, sampleCredential(), [request]);
  const inTime = { holds: early.newHolds };
  const again = decide(nowMs + 10_000, sampleCredential(), [request], inTime);
  assert.equal(describe(again.verdicts[0]), 'genuine');
  const other = decide(nowMs + 10_000, sampleCredential(), [genuineRequest(serverStep + 3)], inTime);
  assert.equal(describe(other.verdicts[0]), 'code_used held_by_another_payment');
  const changed = { ...request, requestHash: new Uint8Array(32).fill(255) };
  const otherAmount = decide(nowMs + 10_000, sampleCredential(), [changed], inTime);
  assert.equal(describe(otherAmount.verdicts[0]), 'code_used held_by_another_payment');
});

test('one code in one batch is accepted once, whoever asks first', () => {
  const batch = Array.from({ length: 50 }, () => genuineRequest(serverStep));
  const { verdicts } = decide(nowMs, sampleCredential(), batch);
  assert.equal(describe(verdicts[0]), 'genuine');
  assert.ok(verdicts.slice(1).every((verdict) => describe(verdict) === 'code_used used'));
});

test('an unused step below the last accepted one is expired', () => {
  const credential = sampleCredential({ accepted: { lastAcceptedStep: serverStep + 1, acceptedBits: 1n } });
  assert.equal(verdictOfStep(serverStep, credential), 'code_expired expired');
  assert.equal(verdictOfStep(serverStep + 1, credential), 'code_used used');
});

test('accepted codes teach the offset: a clock 40 s fast is accepted at once after it was held once', () => {
  const taught = sampleCredential({ recentOffsets: [3] });
  assert.equal(verdictOfStep(serverStep + 4, taught), 'genuine');
  assert.equal(verdictOfStep(serverStep + 4), 'pending 18000');
});

test('five wrong passwords are evaluated, the sixth is not, and a genuine code is then refused alike', () => {
  const guesses = Array.from({ length: 6 }, (_, index) =>
    genuineRequest(serverStep, { ...wrongPassword, tillId: `till-${index}` }),
  );
  const { verdicts } = decide(nowMs, sampleCredential(), [...guesses, genuineRequest(serverStep)]);
  assert.deepEqual(verdicts.map(describe), [
    ...Array.from({ length: 5 }, () => 'code_refused wrong_password'),
    'code_refused throttled',
    'code_refused throttled',
  ]);
});

test('with the charge after the check a batch of wrong guesses is evaluated beyond the allowance', () => {
  const guesses = Array.from({ length: 20 }, () => genuineRequest(serverStep, wrongPassword));
  const mutant = { guards: { ...allRaceGuards, chargeBeforeCheck: false } };
  const { verdicts } = decide(nowMs, sampleCredential(), guesses, mutant);
  assert.ok(verdicts.filter((verdict) => describe(verdict) === 'code_refused wrong_password').length > 5);
});

test('genuine codes, replays and expired ones are never charged', () => {
  const codes = [serverStep, serverStep, serverStep - 7].map((step) => genuineRequest(step));
  assert.equal(decide(nowMs, sampleCredential(), codes).credentials.get(sampleNumber)?.throttle, null);
});

test('locked, revoked and unknown look the same to the till', () => {
  for (const state of ['locked', 'revoked'] as const) {
    assert.equal(verdictOfStep(serverStep, sampleCredential({ state })), `code_refused ${state}`);
  }
  const decision = decide(nowMs, sampleCredential(), [genuineRequest(serverStep)], {
    credentials: new Map(),
  });
  assert.equal(describe(decision.verdicts[0]), 'code_refused unknown_alias');
});

test('an intent that is not built yet is refused without a charge', () => {
  const decision = decide(nowMs, sampleCredential(), [genuineRequest(serverStep, { intent: 1 })]);
  assert.equal(describe(decision.verdicts[0]), 'code_refused intent_not_supported');
  assert.equal(decision.credentials.get(sampleNumber)?.throttle, null);
});

test('an alias counts only under a key that its credential lists', () => {
  const candidates = [{ credentialNumber: sampleNumber, day: Math.floor(serverStep / 8640), aliasKeyId: 1 }];
  const requests = [{ request: genuineRequest(serverStep), candidates }];
  const foreign = decide(nowMs, sampleCredential({ aliasKeyId: 2 }), [], { requests });
  assert.equal(describe(foreign.verdicts[0]), 'code_refused unknown_alias');
  const listed = decide(nowMs, sampleCredential({ aliasKeyId: 2, oldAliasKeyId: 1 }), [], { requests });
  assert.equal(describe(listed.verdicts[0]), 'genuine');
});

test('an alias counts only for the UTC day of the matched step', () => {
  const midnightMs = Date.UTC(2026, 10, 24, 0, 0, 2);
  const lastStepOfDay = Math.floor(midnightMs / 10_000) - 1;
  const yesterday = Math.floor(lastStepOfDay / 8640);
  const verdictWithAliasOf = (day: number): string => {
    const candidates = [{ credentialNumber: sampleNumber, day, aliasKeyId: 1 }];
    const requests = [{ request: genuineRequest(lastStepOfDay), candidates }];
    return describe(decide(midnightMs, sampleCredential(), [], { requests }).verdicts[0]);
  };
  assert.equal(verdictWithAliasOf(yesterday), 'genuine');
  assert.equal(verdictWithAliasOf(yesterday + 1), 'code_refused wrong_password');
});

test('the first good code lets the sealed enrolment reply go', () => {
  const enrolled = sampleCredential({ activationId: new Uint8Array(16) });
  const { credentials } = decide(nowMs, enrolled, [genuineRequest(serverStep)]);
  assert.equal(credentials.get(sampleNumber)?.activationId, null);
});

test('whatever is asked in whatever order, no step is accepted twice and the last accepted step never falls', () => {
  const attempt = fc.record({ afterMs: fc.nat(30_000), offset: fc.integer({ min: -32, max: 32 }) });
  fc.assert(
    fc.property(fc.array(attempt, { maxLength: 40 }), (attempts) => {
      let credential = sampleCredential();
      let atMs = nowMs;
      const holds = [];
      const accepted = new Set<number>();
      for (const { afterMs, offset } of attempts) {
        atMs += afterMs;
        const decision = decide(atMs, credential, [genuineRequest(Math.floor(atMs / 10_000) + offset)], {
          holds,
        });
        const verdict = decision.verdicts[0];
        const next = decision.credentials.get(sampleNumber) ?? credential;
        assert.ok(next.accepted.lastAcceptedStep >= credential.accepted.lastAcceptedStep);
        if (verdict?.kind === 'genuine') {
          assert.ok(!accepted.has(verdict.burnt.step), 'accepted twice');
          accepted.add(verdict.burnt.step);
        }
        holds.push(...decision.newHolds);
        credential = next;
      }
    }),
  );
});
