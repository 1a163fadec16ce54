import { digestOf } from './hash-function.ts';
import { sha512Function } from './sha512-block.ts';

/** SHA-512, FIPS 180-4: 64 bytes. */
export function sha512(message: Uint8Array): Uint8Array<ArrayBuffer> {
  return digestOf(sha512Function, message);
}
