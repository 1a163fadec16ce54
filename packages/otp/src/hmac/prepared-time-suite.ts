import { writeU64 } from '../bytes/u64.ts';
import { sha256Function } from '../hash/sha256.ts';
import { ocraMessage } from '../ocra/ocra-message.ts';
import type { OcraSuite } from '../ocra/ocra-suite.ts';
import { finishState, type HmacKey, preparePrefix } from './prepared-hmac.ts';
import { truncateWords } from './truncate-words.ts';

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
