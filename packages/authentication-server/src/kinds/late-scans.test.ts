import assert from 'node:assert/strict';
import { test } from 'node:test';
import { stepOfUnixMs } from '@tallystick/paycode';
import { decide, genuineRequest, sampleCredential, sampleNumber } from '../testing/sample-credential.ts';
import type { StepHold } from '../verification/credential-state.ts';

/**
 * The simulation behind the window of DESIGN §3.1: honest payers whose clocks are up to 40 s wrong, whose codes reach the
 * server 2 to 38 s after they were shown. A held code is asked for again by the till, as the cashier terminal does.
 */
const payments = 40;
const gapMs = 3_600_000;

/** Reproducible, so that a failure can be looked at: the mulberry32 generator. */
function randomSource(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

/** One payer’s payments in a row: true for each that was approved in the end. */
function payerLife(clockErrorMs: number, random: () => number): readonly boolean[] {
  let credential = sampleCredential();
  const holds: StepHold[] = [];
  const approved: boolean[] = [];
  for (let payment = 0; payment < payments; payment += 1) {
    const shownMs = Date.UTC(2026, 10, 23, 9) + payment * gapMs + Math.floor(random() * 600_000);
    const request = genuineRequest(stepOfUnixMs(shownMs + clockErrorMs));
    let askedMs = shownMs + 2_000 + Math.floor(random() * 36_000);
    let decision = decide(askedMs, credential, [request], { holds });
    const first = decision.verdicts[0];
    if (first?.kind === 'pending') {
      holds.push(...decision.newHolds);
      askedMs += first.pollAfterMs;
      decision = decide(askedMs, credential, [request], { holds });
    }
    credential = decision.credentials.get(sampleNumber) ?? credential;
    approved.push(decision.verdicts[0]?.kind === 'genuine');
  }
  return approved;
}

test('of honest payers within 40 s under 0.1 % are refused from the sixth payment on', () => {
  const random = randomSource(20261123);
  let asked = 0;
  let refused = 0;
  for (let payer = 0; payer < 300; payer += 1) {
    const clockErrorMs = Math.floor((random() * 2 - 1) * 40_000);
    const taught = payerLife(clockErrorMs, random).slice(5);
    asked += taught.length;
    refused += taught.filter((isApproved) => !isApproved).length;
  }
  assert.ok(asked > 10_000);
  assert.ok(refused / asked < 0.001, `${refused} of ${asked} refused`);
});

test('the worst clocks, 40 s slow or fast, are never refused once five payments have taught the offset', () => {
  const random = randomSource(7);
  for (const clockErrorMs of [-40_000, 40_000]) {
    const lives = Array.from({ length: 100 }, () => sinceTaught(payerLife(clockErrorMs, random)));
    assert.ok(lives.flat().length > 1_000);
    assert.ok(lives.flat().every((isApproved) => isApproved));
  }
});

/** What came after the fifth approved payment. A refused code teaches nothing: anybody could have kept it. */
function sinceTaught(life: readonly boolean[]): readonly boolean[] {
  let approved = 0;
  const fifth = life.findIndex((isApproved) => (approved += isApproved ? 1 : 0) === 5);
  return fifth === -1 ? [] : life.slice(fifth + 1);
}
