import assert from 'node:assert/strict';
import { test } from 'node:test';
import { confirmationKeyMessage } from './confirmation-key-message.ts';
import { typedConfirmationMessage } from './typed-confirmation-message.ts';

function hexOf(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString('hex');
}

test('a confirmation key belongs to one step, intent and question', () => {
  const message = confirmationKeyMessage({ step: 258, intent: 5, question: '50000001' });
  assert.equal(Buffer.from(message).toString('latin1'), 'confirm/v1\0\0\0\0\0\0\x01\x02550000001');
});

test('the exact question of intent 9 counts as its 32 bytes, in either case', () => {
  const small = confirmationKeyMessage({ step: '1', intent: 9, question: 'ab'.repeat(32) });
  const capital = confirmationKeyMessage({ step: 1, intent: 9, question: 'AB'.repeat(32) });
  assert.equal(hexOf(small), `${hexOf(Buffer.from('confirm/v1'))}000000000000000139${'ab'.repeat(32)}`);
  assert.deepEqual(capital, small);
});

test('a question of another intent or form is refused', () => {
  const mistakes = [
    { step: 1, intent: 0, question: '10000000' },
    { step: 1, intent: 0, question: '0000000' },
    { step: 1, intent: 9, question: '90000000' },
    { step: 1, intent: 0, question: 'ab'.repeat(32) },
    { step: -1, intent: 0, question: '00000000' },
    { step: 1, intent: 10, question: '10000000' },
  ];
  for (const mistake of mistakes) assert.throws(() => confirmationKeyMessage(mistake), RangeError);
});

test('a typed confirmation is made over outcome, amount and currency', () => {
  const message = typedConfirmationMessage({ outcome: 'approved', minorUnits: '450', currency: 'EUR' });
  assert.equal(Buffer.from(message).toString(), 'tallystick/typed/v1\napproved\n450\nEUR');
});

test('an amount or a currency of another form is refused', () => {
  const good = { outcome: 'declined', minorUnits: '450', currency: 'EUR' } as const;
  assert.throws(() => typedConfirmationMessage({ ...good, minorUnits: '0450' }), RangeError);
  assert.throws(() => typedConfirmationMessage({ ...good, minorUnits: '4.50' }), RangeError);
  assert.throws(() => typedConfirmationMessage({ ...good, currency: 'Eur' }), RangeError);
});
