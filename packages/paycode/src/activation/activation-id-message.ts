import { asciiBytes, concatBytes } from '@tallystick/otp';

/**
 * The activation’s id is the first 16 bytes of SHA-256 of these bytes, so that it can be told to anybody on the way
 * without telling the code. Throws RangeError unless the code has 16 bytes.
 */
export function activationIdMessage(code: Uint8Array): Uint8Array<ArrayBuffer> {
  if (code.length !== 16) throw new RangeError('an activation code has 16 bytes');
  return concatBytes(asciiBytes('tallystick/activation-id/v1'), code);
}
