import { digestOf } from './hash-function.ts';
import { sha256Function } from './sha256-block.ts';

/** SHA-256, FIPS 180-4: 32 bytes. */
export function sha256(message: Uint8Array): Uint8Array<ArrayBuffer> {
  return digestOf(sha256Function, message);
}
