import assert from 'node:assert/strict';
import { test } from 'node:test';
import { decide, pressRequest, sampleEventCredential, sampleNumber } from '../testing/sample-credential.ts';
import type { StepHold } from '../verification/credential-state.ts';

/**
 * A simulation of honest payers whose devices have no clock: between two payments the button is pressed for nothing, a few
 * times as a rule, and now and then by a child that does not stop. Whoever is asked to press once more does so.
 */
const payments = 60;
const startMs = Date.UTC(2026, 10, 23, 9);

/** How often payers are told to press once more, and how often they are refused, where each idle run has this length. */
function payerLife(idlePresses: (payment: number) => number) {
  let credential = sampleEventCredential();
  const holds: StepHold[] = [];
  const counts = { approved: 0, pressedOnceMore: 0, refused: 0 };
  let press = -1;
  for (let payment = 0; payment < payments; payment += 1) {
    press += idlePresses(payment);
    for (let attempt = 0; attempt < 2; attempt += 1) {
      press += 1;
      const decision = decide(startMs + payment, credential, [pressRequest(press)], { holds });
      credential = decision.credentials.get(sampleNumber) ?? credential;
      holds.push(...decision.newHolds);
      const reason = decision.verdicts[0]?.reason;
      if (reason === 'genuine') counts.approved += 1;
      else if (reason === 'press_resync' && attempt === 0) counts.pressedOnceMore += 1;
      else counts.refused += 1;
      if (reason !== 'press_resync') break;
    }
  }
  return counts;
}

test('up to nineteen idle presses between two payments are never noticed', () => {
  const noticed = payerLife((payment) => payment % 20);
  assert.deepEqual(noticed, { approved: payments, pressedOnceMore: 0, refused: 0 });
});

test('up to a hundred and ninety-eight cost one more press each time, and no payment', () => {
  const noticed = payerLife((payment) => [3, 20, 198][payment % 3]!);
  assert.deepEqual(noticed, { approved: payments, pressedOnceMore: (2 * payments) / 3, refused: 0 });
});

test('one more is the end of a device, so that it has to be activated again', () => {
  const noticed = payerLife((payment) => (payment === 10 ? 199 : 0));
  assert.deepEqual(noticed, { approved: 10, pressedOnceMore: 0, refused: payments - 10 });
});
