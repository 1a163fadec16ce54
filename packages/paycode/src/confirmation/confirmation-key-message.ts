import { asciiBytes, concatBytes, type U64, u64Bytes, writeHexDigits } from '@tallystick/otp';
import { intentRule } from '../intent/intent-rule.ts';

/**
 * The key of one code’s confirmations is HMAC-SHA-256 of these bytes under the `confirmation` key:
 * `confirm/v1` ‖ u64 step ‖ intent (one ASCII digit) ‖ question. Throws RangeError on a wrong part.
 */
export function confirmationKeyMessage(input: {
  /** The step that was burnt, or the press number of intent 4. */
  readonly step: U64;
  readonly intent: number;
  /** Eight digits (eight ASCII bytes), or for intent 9 the 64 hexadecimal digits of the exact question (32 bytes). */
  readonly question: string;
}): Uint8Array<ArrayBuffer> {
  const isExact = intentRule(input.intent).place === 'exact';
  return concatBytes(
    asciiBytes('confirm/v1'),
    u64Bytes(input.step),
    asciiBytes(String(input.intent)),
    isExact ? exactQuestionBytes(input.question) : digitQuestionBytes(input),
  );
}

function digitQuestionBytes(input: { readonly intent: number; readonly question: string }): Uint8Array {
  if (!/^[0-9]{8}$/.test(input.question) || input.question.charAt(0) !== String(input.intent)) {
    throw new RangeError('a question is eight digits that begin with the intent');
  }
  return asciiBytes(input.question);
}

function exactQuestionBytes(question: string): Uint8Array {
  if (!/^[0-9a-f]{64}$/i.test(question)) throw new RangeError('an exact question has 64 hexadecimal digits');
  const bytes = new Uint8Array(32);
  writeHexDigits(question, bytes);
  return bytes;
}
