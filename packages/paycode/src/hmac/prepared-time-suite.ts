import { writeU64 } from '../bytes/u64.ts';
import { sha256Function } from '../hash/sha256-block.ts';
import { decimalPassword } from '../hotp/truncate-to-digits.ts';
import { ocraMessage } from '../ocra/ocra-message.ts';
import type { OcraSuite } from '../ocra/ocra-suite.ts';
import { finishState, type HmacKey, preparePrefix } from './prepared-hmac.ts';

const stepLength = 8;

/**
 * The passwords of one key, suite and question at many steps. The OCRA messages of two steps differ in their last eight
 * bytes only, so that all before is absorbed once and every step costs two compressions. `pinHash` goes with a suite
 * that has P. Throws RangeError where the suite has no time, a counter, another hash or no decimal digits.
 */
export function preparedTimeSuite(
  key: HmacKey,
  suite: OcraSuite,
  question: string,
  pinHash?: Uint8Array,
): (step: number) => string {
  if (suite.hash !== 'SHA256' || suite.digits === 0) throw new RangeError('only truncated SHA256 suites');
  const inputs = { question, step: 0, ...(pinHash === undefined ? {} : { pinHash }) };
  const message = ocraMessage(suite, inputs);
  const prepared = preparePrefix(sha256Function, key, message.subarray(0, message.length - stepLength));
  const stepBytes = new Uint8Array(stepLength);
  return (step) => {
    writeU64(step, stepBytes);
    return truncateWords(finishState(sha256Function, prepared, stepBytes), suite.digits);
  };
}

/** RFC 4226 section 5.3 on the eight words of an HMAC-SHA-256. */
function truncateWords(words: Int32Array, digits: number): string {
  const offset = (words[7] ?? 0) & 0x0f;
  const shift = 8 * (offset & 3);
  const left = words[offset >> 2] ?? 0;
  const right = words[(offset >> 2) + 1] ?? 0;
  // In two shifts, because a shift by 32 at once would be a shift by 0, and a branch would show the offset.
  const number = (left << shift) | ((right >>> 1) >>> (31 - shift));
  return decimalPassword(number & 0x7fffffff, digits);
}
