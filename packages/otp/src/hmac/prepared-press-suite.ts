import { writeU64 } from '../bytes/u64.ts';
import { absorbWholeBlocks } from '../hash/hash-function.ts';
import { sha256Function } from '../hash/sha256.ts';
import { ocraMessage } from '../ocra/ocra-message.ts';
import type { OcraSuite } from '../ocra/ocra-suite.ts';
import { finishState, type HmacKey } from './prepared-hmac.ts';
import { truncateWords } from './truncate-words.ts';

const counterLength = 8;
const nothing = /* @__PURE__ */ new Uint8Array(0);

/**
 * The passwords of one key, suite and question at many press numbers. The counter stands near the front of the message (RFC
 * 6287 section 5.1), so that nothing can be absorbed ahead as with a time; but the message is laid out once, and a password
 * allocates nothing but itself. Throws RangeError where the suite has no counter, a PIN, a time, another hash or no decimal
 * digits.
 */
export function preparedPressSuite(
  key: HmacKey,
  suite: OcraSuite,
  question: string,
): (press: number) => string {
  if (suite.hash !== 'SHA256' || suite.digits === 0) throw new RangeError('only truncated SHA256 suites');
  const message = ocraMessage(suite, { question, counter: 0 });
  const counterStart = suite.text.length + 1;
  const counter = message.subarray(counterStart, counterStart + counterLength);
  const blocks = message.subarray(0, message.length - (message.length % sha256Function.blockLengthBytes));
  const inner = key.inner.slice();
  // The counter ends within the first block, so that what is left over behind the blocks never changes.
  const prepared = { key, inner, rest: message.slice(blocks.length), prefixLength: message.length };
  return (press) => {
    writeU64(press, counter);
    inner.set(key.inner);
    absorbWholeBlocks(sha256Function, inner, blocks);
    return truncateWords(finishState(sha256Function, prepared, nothing), suite.digits);
  };
}
