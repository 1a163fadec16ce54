import { TallyError } from '@tallystick/foundation';
import { equalBytes } from '@tallystick/otp';
import { parseReceiptQr } from '@tallystick/paycode';
import { hmacSha256 } from '../bytes/web-crypto-bytes.ts';
import { boundClock } from '../dynamic-password-module/clock-knowledge.ts';
import type { OfferedCode } from '../terminal/offered-code.ts';
import { type PayerTerminal, requireActivated } from '../terminal/payer-terminal.ts';
import type { ActivatedTerminal } from '../terminal/terminal-state.ts';
import { confirmationKey } from './confirmation-key.ts';
import { receiptOf } from './payment-state.ts';

const tagBytes = 16;

type WellFormedReceipt = Extract<ReturnType<typeof parseReceiptQr>, { ok: true }>;

/**
 * Checks a confirmation’s QR payload offline and keeps its receipt, unless the one that is kept has a number as high.
 * A first receipt also proves the time of the payment, which bounds this terminal’s clock.
 *
 * @returns the code that the receipt belongs to, as it is now known.
 *
 * Errors: `receipt_invalid`, `key_store_unreadable`, and those of the store.
 */
export function checkReceiptQr(terminal: PayerTerminal, qr: string): Promise<OfferedCode> {
  return terminal.store.update(async (state) => {
    const activated = requireActivated(state);
    const parsed = parseReceiptQr(qr);
    if (!parsed.ok) throw new TallyError('receipt_invalid', { detail: 'This is not a Tallystick receipt.' });

    const code = await codeOfReceipt(activated, parsed);
    if (code === undefined) throw new TallyError('receipt_invalid');
    const kept = receiptOf(code);
    if (kept !== undefined && kept.receiptNumber >= parsed.receipt.receiptNumber)
      return { state, answer: code };

    const proved: OfferedCode = { ...code, proved: { source: 'receipt', receiptText: parsed.text } };
    const offeredCodes = activated.offeredCodes.map((each) => (each === code ? proved : each));
    const clock = clockBoundedBy(terminal, activated, code, parsed.receipt);
    return { state: { ...state, activated: { ...activated, offeredCodes, clock } }, answer: proved };
  });
}

/** Codes with the receipt’s last four digits are tried; the tag alone decides. */
async function codeOfReceipt(
  activated: ActivatedTerminal,
  { tag, text, receipt }: WellFormedReceipt,
): Promise<OfferedCode | undefined> {
  for (const code of activated.offeredCodes) {
    if (code.codeEnding !== receipt.codeEnding) continue;
    const key = await confirmationKey(activated.leaves.confirmation, code);
    const expected = await hmacSha256(key, new TextEncoder().encode(text));
    if (equalBytes(tag, expected.subarray(0, tagBytes))) return code;
  }
  return undefined;
}

/**
 * Receipt 0 was decided between the showing of the code and now; of a later one only “before now” is known. A code that was
 * made without a clock says nothing about one.
 */
function clockBoundedBy(
  terminal: PayerTerminal,
  activated: ActivatedTerminal,
  code: OfferedCode,
  receipt: WellFormedReceipt['receipt'],
): ActivatedTerminal['clock'] {
  if (code.offeredAtMonotonicMs === undefined) return activated.clock;
  const isTimed = code.monotonicOrigin === terminal.monotonicOrigin && receipt.receiptNumber === 0;
  const earliestMs = receipt.decidedAt * 1000;
  return boundClock(activated.clock, terminal.clock.nowMs(), {
    earliestMs,
    latestMs: earliestMs + 1000,
    atMostAgoMs: isTimed ? terminal.clock.monotonicMs() - code.offeredAtMonotonicMs : undefined,
  });
}
