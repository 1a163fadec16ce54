import { writeU64 } from '../bytes/u64.ts';
import { truncateToDigits } from '../hotp/truncate-to-digits.ts';
import { ocraMessage } from '../ocra/ocra-message.ts';
import type { OcraSuite } from '../ocra/ocra-suite.ts';
import { hmacSha256, type HmacKey } from './hmac-sha256.ts';

const counterLength = 8;

/**
 * The passwords of one key, suite and question at many press numbers. The message is laid out once and only its counter is
 * written anew; it stands near the front (RFC 6287 section 5.1), so that nothing can be absorbed ahead as with a time.
 * Throws RangeError where the suite has no counter, a PIN, a time, another hash or no decimal digits.
 */
export function preparedPressSuite(
  key: HmacKey,
  suite: OcraSuite,
  question: string,
): (press: number) => string {
  if (suite.hash !== 'SHA256' || suite.digits === 0) throw new RangeError('only truncated SHA256 suites');
  const message = ocraMessage(suite, { question, counter: 0 });
  const start = suite.text.length + 1;
  const counter = message.subarray(start, start + counterLength);
  return (press) => {
    writeU64(press, counter);
    return truncateToDigits(hmacSha256(key, message), suite.digits);
  };
}
