import { confirmationKeyMessage } from '@tallystick/paycode';
import { hmacSha256 } from '../bytes/web-crypto-bytes.ts';
import type { OfferedCode } from '../terminal/offered-code.ts';

/** The key that proves the outcomes of one code. Only the payment that burnt the code’s step was given it. */
export async function confirmationKey(
  confirmationLeaf: CryptoKey,
  code: Pick<OfferedCode, 'step' | 'intent' | 'question'>,
): Promise<CryptoKey> {
  const bytes = await hmacSha256(confirmationLeaf, confirmationKeyMessage(code));
  return crypto.subtle.importKey('raw', bytes, { name: 'HMAC', hash: 'SHA-256' }, false, ['sign']);
}
