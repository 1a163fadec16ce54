import type { KeyObject } from 'node:crypto';
import { equalBytes, type HmacKey, hmacSha256, hmacSha256Key } from '@tallystick/otp';
import type { PaymentRequest } from './payment.ts';

type HashedFields = Pick<
  PaymentRequest,
  'alias' | 'intent' | 'password' | 'tillNumber' | 'amount' | 'order' | 'duplicateOf'
>;

/** The server’s key with its pads absorbed: making it anew for each request cost as much as everything else of the hash. */
export function requestHashKeyOf(key: KeyObject): HmacKey {
  return hmacSha256Key(key.export());
}

/**
 * HMAC-SHA-256 under a server key over the fields that make one request the same as another (DESIGN §3.9). A plain hash
 * would fall to a search over the 10^8 passwords. The fields of later features are empty, so that their place is kept.
 */
export function requestHash(key: HmacKey, request: HashedFields): Uint8Array {
  const mode = 'pay';
  const challenge = '';
  const fields = [
    request.alias,
    request.intent,
    request.password,
    request.tillNumber,
    request.amount.minorUnits,
    request.amount.currency,
    mode,
    request.order?.reference ?? '',
    request.order?.totalMinorUnits ?? '',
    challenge,
    request.duplicateOf ?? '',
  ];
  return hmacSha256(key, Buffer.from(fields.join('\n')));
}

export function isSameRequest(left: Uint8Array | null, right: Uint8Array): boolean {
  return left !== null && equalBytes(left, right);
}
