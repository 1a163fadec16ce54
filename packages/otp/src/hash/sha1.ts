import { digestOf } from './hash-function.ts';
import { sha1Function } from './sha1-block.ts';

/** SHA-1, FIPS 180-4: 20 bytes. For PINs of suites with PSHA1 only; it is broken wherever an attacker chooses messages. */
export function sha1(message: Uint8Array): Uint8Array<ArrayBuffer> {
  return digestOf(sha1Function, message);
}
