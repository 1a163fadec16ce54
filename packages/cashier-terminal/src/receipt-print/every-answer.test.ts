import assert from 'node:assert/strict';
import { it } from 'node:test';
import fc from 'fast-check';
import { resultOfOutcome } from '../payment-loop/payment-result.ts';
import { parseOutcome } from '../platform-client/payment-answers.ts';
import { anyOutcome } from '../testing/any-answers.ts';
import { drawQrLines } from './qr-lines.ts';
import { printReceipt } from './receipt-print.ts';

const asked = { paymentId: 'P1', amount: { minorUnits: '450', currency: 'EUR' } };
const till = {
  ...{ tillNumber: '0000007', tillName: null, merchantName: 'Baker’s', issuerPrefix: '83', currency: null },
};

void it('every outcome that the guards let through is printed in lines that fit', () => {
  let accepted = 0;
  fc.assert(
    fc.property(anyOutcome(asked), (answer) => {
      const outcome = parseOutcome(answer, asked);
      if (outcome === undefined) return;
      accepted += 1;
      const result = resultOfOutcome(outcome);
      const text = printReceipt(result, { till, amount: null, nowMs: 0, drawQr: () => [] });
      for (const line of text.split('\n')) assert.ok([...line].length <= 42, line);
      assert.doesNotMatch(text.replaceAll('\n', ''), /\p{Cc}|\p{Cf}|\p{Zl}|\p{Zp}/u);
      const { confirmation } = outcome;
      if (confirmation !== null) assert.ok(drawQrLines(confirmation.qr).length > 0);
    }),
    { numRuns: 1000 },
  );
  assert.ok(accepted > 150, `only ${accepted} of them were accepted`);
});
