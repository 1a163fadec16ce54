import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import {
  decide,
  genuineRequest,
  pressRequest,
  sampleCredential,
  sampleEventCredential,
  sampleNumber,
} from '../testing/sample-credential.ts';
import type { CredentialState, StepHold } from '../verification/credential-state.ts';
import type { Verdict } from '@tallystick/verification-contract';

const nowMs = Date.UTC(2026, 10, 23, 12, 0, 2);
const wrongPassword = { password: '00000000' };

function describe(verdict: Verdict | undefined): string {
  if (verdict === undefined) return 'none';
  return verdict.kind === 'declined' ? `${verdict.code} ${verdict.reason}` : verdict.kind;
}

/** What the verdict burnt, and fails where it burnt nothing. */
function burntOf(verdict: Verdict | undefined) {
  assert.ok(verdict !== undefined && verdict.kind !== 'pending' && verdict.burnt !== null);
  return verdict.burnt;
}

/** One device at one server, code after code. */
function deviceAtServer(fresh: CredentialState = sampleEventCredential()) {
  let credential = fresh;
  const holds: StepHold[] = [];
  return {
    holds,
    state: () => credential,
    show(press: number, changes: Parameters<typeof pressRequest>[1] = {}): Verdict {
      const decision = decide(nowMs, credential, [pressRequest(press, changes)], { holds });
      credential = decision.credentials.get(sampleNumber) ?? credential;
      holds.push(...decision.newHolds);
      return decision.verdicts[0]!;
    },
  };
}

test('the next twenty presses are accepted, and the one after them is not', () => {
  for (const press of [0, 1, 19]) assert.equal(describe(deviceAtServer().show(press)), 'genuine');
  assert.equal(describe(deviceAtServer().show(20)), 'press_resync press_resync');
});

test('a press is accepted once, and those skipped over are spent', () => {
  const device = deviceAtServer();
  assert.equal(describe(device.show(7)), 'genuine');
  assert.equal(describe(device.show(7)), 'code_used used');
  for (const skipped of [0, 6]) assert.equal(describe(device.show(skipped)), 'code_expired expired');
  assert.equal(describe(device.show(8)), 'genuine');
  assert.equal(device.state().throttle, null, 'none of it was charged');
});

test('one code in one batch is accepted once, whoever asks first', () => {
  const batch = Array.from({ length: 50 }, () => pressRequest(3));
  const { verdicts } = decide(nowMs, sampleEventCredential(), batch);
  assert.equal(describe(verdicts[0]), 'genuine');
  assert.ok(verdicts.slice(1).every((verdict) => describe(verdict) === 'code_used used'));
});

test('farther ahead the first of two consecutive codes is burnt and declined, and the second pays', () => {
  const device = deviceAtServer();
  const first = device.show(150);
  assert.equal(describe(first), 'press_resync press_resync');
  assert.equal(burntOf(first).step, 150, 'so that the decline is confirmed');
  assert.equal(device.state().accepted.lastAcceptedStep, -1);
  assert.equal(describe(device.show(151)), 'genuine');
  assert.equal(describe(device.show(152)), 'genuine');
  for (const before of [150, 149]) assert.match(describe(device.show(before)), /^code_(used|expired)/);
});

test('two codes that do not follow each other do not resynchronise, in whatever order', () => {
  for (const presses of [
    [150, 152],
    [151, 150],
    [150, 150],
    [150, 149],
  ]) {
    const device = deviceAtServer();
    assert.ok(
      presses.every((press) => describe(device.show(press)) !== 'genuine'),
      `${presses}`,
    );
    assert.equal(device.state().accepted.lastAcceptedStep, -1);
  }
});

test('a press that was burnt on the way never pays, also not once it has come into the window', () => {
  const device = deviceAtServer();
  device.show(25);
  assert.equal(describe(device.show(10)), 'genuine');
  assert.equal(describe(device.show(25)), 'code_used held_by_another_payment');
  assert.equal(describe(device.show(26)), 'genuine');
});

test('both of the two lie within two hundred presses: where the second would not, the first is refused too', () => {
  const farthest = deviceAtServer();
  assert.equal(describe(farthest.show(198)), 'press_resync press_resync');
  assert.equal(describe(farthest.show(199)), 'genuine');
  const beyond = deviceAtServer();
  assert.equal(describe(beyond.show(199)), 'code_refused wrong_password');
  assert.equal(describe(beyond.show(200)), 'code_refused wrong_password');
  assert.equal(beyond.state().throttle?.failuresToday, 2);
});

test('a guessed first code does not open the door: the second is charged like any guess', () => {
  const device = deviceAtServer();
  device.show(150);
  for (let guess = 0; guess < 5; guess += 1) {
    assert.equal(
      describe(device.show(0, { ...wrongPassword, tillId: `till-${guess}` })),
      'code_refused wrong_password',
    );
  }
  assert.equal(describe(device.show(151)), 'code_refused throttled');
});

test('an intent counts for its own kind only, and refusing it costs no charge', () => {
  const withTime = decide(nowMs, sampleCredential(), [pressRequest(0)]);
  const withPress = decide(nowMs, sampleEventCredential(), [genuineRequest(Math.floor(nowMs / 10_000))]);
  for (const decision of [withTime, withPress]) {
    assert.equal(describe(decision.verdicts[0]), 'code_refused intent_not_supported');
    assert.equal(decision.credentials.get(sampleNumber)?.throttle, null);
  }
});

test('the verdict carries the cap, and the day’s uses run out and come back', () => {
  const credential = sampleEventCredential({ uses: { perDay: 2, day: null, count: 0 } });
  const batch = [pressRequest(0), pressRequest(1), pressRequest(2), pressRequest(2)];
  const { verdicts, credentials } = decide(nowMs, credential, batch);
  assert.deepEqual(verdicts.map(describe), [
    'genuine',
    'genuine',
    'daily_limit_reached daily_limit',
    'code_used used',
  ]);
  assert.equal(burntOf(verdicts[0]).cap, 2500n);
  assert.equal(burntOf(verdicts[2]).step, 2, 'burnt, so that the decline is confirmed');
  const after = credentials.get(sampleNumber)!;
  const tomorrow = decide(nowMs + 86_400_000, after, [pressRequest(3)]);
  assert.equal(describe(tomorrow.verdicts[0]), 'genuine');
});

test('whatever a device shows in whatever order, no press pays twice, and only near or after its neighbour', () => {
  const press = fc.oneof(fc.nat(40), fc.nat(260), fc.integer({ min: -3, max: 3 }));
  fc.assert(
    fc.property(fc.array(fc.record({ press, relative: fc.boolean() }), { maxLength: 40 }), (presses) => {
      const device = deviceAtServer();
      const accepted = new Set<number>();
      const burnt = new Set<number>();
      for (const { press: asked, relative } of presses) {
        const last = device.state().accepted.lastAcceptedStep;
        const number = Math.max(0, relative ? last + asked : asked);
        const verdict = device.show(number);
        const { lastAcceptedStep } = device.state().accepted;
        if (verdict.kind !== 'genuine') assert.equal(lastAcceptedStep, last);
        if (verdict.kind === 'genuine') {
          assert.ok(!accepted.has(number) && !burnt.has(number), 'spent before');
          assert.ok(number > last && lastAcceptedStep === number);
          assert.ok(number <= last + 20 || burnt.has(number - 1), 'too far ahead to be taken alone');
          accepted.add(number);
        }
        if (verdict.reason === 'press_resync') {
          assert.ok(!burnt.has(number), 'burnt twice');
          burnt.add(number);
          // What the till promises: the next press pays, where it was not spent before.
          const next = decide(nowMs, device.state(), [pressRequest(number + 1)], { holds: device.holds });
          assert.equal(next.verdicts[0]?.kind === 'genuine', !burnt.has(number + 1));
        }
      }
    }),
    { numRuns: 60 },
  );
});
