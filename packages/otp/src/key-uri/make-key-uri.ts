import { base32Text } from '../bytes/base32.ts';
import { u64Bytes, u64OfBytes } from '../bytes/u64.ts';
import { percentEncoded } from '../bytes/utf8.ts';
import { checkKeyBytes } from '../hmac/hmac.ts';
import { checkOtpDigits } from '../hotp/otp-digits.ts';
import { type KeyUri, longestKeyBytes, longestKeyUri, longestPeriodSeconds } from './key-uri.ts';

/**
 * The key URI that authenticators read from a QR code. Says algorithm, digits and period also where they are the usual
 * ones. Throws RangeError (TypeError on a key that is no bytes) where a part is wrong, and never repeats the part.
 */
export function makeKeyUri(keyUri: KeyUri): string {
  const { type, issuer, account, key, hash, digits } = keyUri;
  checkKeyBytes(key);
  if (key.length > longestKeyBytes) throw new RangeError(`a key has at most ${longestKeyBytes} bytes`);
  checkOtpDigits(digits);
  if (!/^SHA(1|256|512)$/.test(hash)) throw new RangeError('a hash is SHA1, SHA256 or SHA512');
  if (!/^[th]otp$/.test(type)) throw new RangeError('a type is totp or hotp');
  const label = issuer === null ? name(account) : `${name(issuer)}:${name(account)}`;
  const parameters = [
    `secret=${base32Text(key)}`,
    ...(issuer === null ? [] : [`issuer=${name(issuer)}`]),
    `algorithm=${hash}`,
    `digits=${digits}`,
    movingFactorParameter(keyUri),
  ];
  const text = `otpauth://${type}/${label}?${parameters.join('&')}`;
  if (text.length > longestKeyUri) throw new RangeError(`a key URI has at most ${longestKeyUri} characters`);
  return text;
}

/** A colon would part issuer and account elsewhere; white space around a name gets lost on the way. */
function name(text: string): string {
  if (text === '' || text !== text.trim() || text.includes(':')) {
    throw new RangeError('issuer and account are texts without a colon and without white space around them');
  }
  return percentEncoded(text);
}

function movingFactorParameter(keyUri: KeyUri): string {
  if (keyUri.type === 'hotp') return `counter=${u64OfBytes(u64Bytes(keyUri.counter))}`;
  const { periodSeconds } = keyUri;
  if (!Number.isInteger(periodSeconds) || periodSeconds < 1 || periodSeconds > longestPeriodSeconds) {
    throw new RangeError(`a period is 1 to ${longestPeriodSeconds} seconds`);
  }
  return `period=${periodSeconds}`;
}
