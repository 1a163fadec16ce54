import { asciiBytes } from '../bytes/ascii.ts';
import { writeHexDigits } from '../bytes/hex.ts';
import type { OcraSuite } from './ocra-suite.ts';

/** RFC 6287 section 5.1: Q always takes 128 bytes, zeros on the right. */
const questionFieldLength = 128;

/**
 * The 128 bytes of a question. Throws RangeError where the question does not fit its format.
 * RFC 6287 sections 7.2 and 7.4 join two questions, the client’s and the server’s: up to twice the suite’s length.
 */
export function questionBytes(
  suite: Pick<OcraSuite, 'questionFormat' | 'questionLength'>,
  question: string,
): Uint8Array<ArrayBuffer> {
  if (question.length < 1 || question.length > 2 * suite.questionLength) {
    throw new RangeError(`a question has 1 to ${2 * suite.questionLength} characters`);
  }
  const field = new Uint8Array(questionFieldLength);
  if (suite.questionFormat === 'A') field.set(alphanumericBytes(question));
  if (suite.questionFormat === 'H') writeHexDigits(question, field);
  // The number’s own hexadecimal digits, without leading zeros, from the left: an odd last digit is padded on the
  // right. So 1, 16 and 256 are the same question; see questionOfIntent for how the protocol avoids that.
  if (suite.questionFormat === 'N') writeHexDigits(hexOfDecimal(question), field);
  return field;
}

function alphanumericBytes(question: string): Uint8Array {
  if (!/^[0-9A-Za-z]+$/.test(question)) throw new RangeError('a QA question has letters and digits only');
  return asciiBytes(question);
}

/** Hexadecimal digits of a decimal number of any length, without leading zeros. Long multiplication, no BigInt. */
function hexOfDecimal(decimal: string): string {
  if (!/^[0-9]+$/.test(decimal)) throw new RangeError('a QN question has decimal digits only');
  // Limbs of 24 bits, six hexadecimal digits, the lowest first.
  const limbs = [0];
  for (let index = 0; index < decimal.length; index += 1) {
    let carry = decimal.charCodeAt(index) - 0x30;
    for (let place = 0; place < limbs.length; place += 1) {
      const product = (limbs[place] ?? 0) * 10 + carry;
      limbs[place] = product & 0xff_ffff;
      carry = product >>> 24;
    }
    if (carry > 0) limbs.push(carry);
  }
  let hex = (limbs[limbs.length - 1] ?? 0).toString(16);
  for (let place = limbs.length - 2; place >= 0; place -= 1) {
    hex += (limbs[place] ?? 0).toString(16).padStart(6, '0');
  }
  return hex;
}
