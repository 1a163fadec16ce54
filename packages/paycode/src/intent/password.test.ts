import assert from 'node:assert/strict';
import { createHash, createHmac } from 'node:crypto';
import { test } from 'node:test';
import { exactQuestionMessage } from './exact-question.ts';
import { intentRule, intentRules } from './intent-rule.ts';
import { passwordMessages, passwordOfHmacs, type PasswordInputs } from './password-messages.ts';
import { passwordSuites, suitesOfIntent } from './password-suites.ts';
import { questionOfIntent } from './question-of-intent.ts';
import { ocraMessage } from '@tallystick/otp';

const key = Uint8Array.from({ length: 32 }, (_, index) => index);
const pinHash = createHash('sha256').update('123456').digest();

function passwordOf(inputs: PasswordInputs): string {
  const hmacs = passwordMessages(inputs).map((message) => createHmac('sha256', key).update(message).digest());
  return passwordOfHmacs(inputs.intent, hmacs);
}

test('each of the ten intents stands at its own index and has the suites of the protocol’s table', () => {
  const single = { device: passwordSuites.devicePassword8, pin: null };
  const halves = { device: passwordSuites.deviceHalf4, pin: passwordSuites.pinHalf4 };
  const press = { device: passwordSuites.pressPassword8, pin: null };
  const exact = { device: passwordSuites.exactDeviceHalf4, pin: passwordSuites.exactPinHalf4 };
  const expected = [single, halves, halves, halves, press, single, halves, halves, halves, exact];
  assert.equal(intentRules.length, 10);
  intentRules.forEach((rule, intent) => {
    const { device, pin } = suitesOfIntent(intent);
    assert.equal(rule.intent, intent);
    assert.equal(rule.needsPin, pin !== null);
    assert.deepEqual({ device: device.text, pin: pin === null ? null : pin.text }, expected[intent]);
  });
  assert.throws(() => intentRule(10), RangeError);
});

test('an intent without a PIN is one password of eight digits', () => {
  assert.match(
    passwordOf({ intent: 0, question: questionOfIntent(0), movingFactor: 179_447_040 }),
    /^[0-9]{8}$/,
  );
  assert.match(passwordOf({ intent: 4, question: questionOfIntent(4), movingFactor: '7' }), /^[0-9]{8}$/);
});

test('a PIN changes the second half of the password and nothing else', () => {
  const inputs = { intent: 1, question: questionOfIntent(1), movingFactor: 179_447_040 };
  const right = passwordOf({ ...inputs, pinHash });
  const wrong = passwordOf({ ...inputs, pinHash: createHash('sha256').update('654321').digest() });
  assert.equal(right.slice(0, 4), wrong.slice(0, 4));
  assert.notEqual(right.slice(4), wrong.slice(4));
});

test('intent 9 takes the hash of challenge, amount and currency as its question', () => {
  const message = exactQuestionMessage({ challenge: '9041732', minorUnits: '1250', currency: 'EUR' });
  assert.equal(Buffer.from(message).toString(), 'tallystick/exact/v1\n9041732\n1250\nEUR');
  const question = createHash('sha256').update(message).digest('hex');
  const [device] = passwordMessages({ intent: 9, question, movingFactor: 1, pinHash });
  assert.deepEqual(device, ocraMessage(suitesOfIntent(9).device, { question, step: 1 }));
});

test('an exact question of another form is refused', () => {
  const good = { challenge: '9041732', minorUnits: '1250', currency: 'EUR' };
  const mistakes = [
    { challenge: '8999999' },
    { challenge: '904173' },
    { minorUnits: '0' },
    { minorUnits: '012' },
    { minorUnits: '1.5' },
    { minorUnits: '1000000000000' },
    { currency: 'eur' },
    { currency: 'EURO' },
  ];
  for (const mistake of mistakes) {
    assert.throws(() => exactQuestionMessage({ ...good, ...mistake }), RangeError);
  }
});

test('a PIN that is missing or superfluous, and a wrong number of HMACs, are refused', () => {
  const question = questionOfIntent(0);
  assert.throws(() => passwordMessages({ intent: 0, question, movingFactor: 1, pinHash }), RangeError);
  assert.throws(() => passwordMessages({ intent: 1, question: '10000000', movingFactor: 1 }), RangeError);
  assert.throws(() => passwordOfHmacs(1, [new Uint8Array(32)]), RangeError);
});
