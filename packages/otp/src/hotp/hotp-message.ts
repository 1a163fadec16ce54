import { u64Bytes, type U64 } from '../bytes/u64.ts';

/** The message of RFC 4226 section 5.2: the counter in eight bytes. Its HMAC goes to `truncateToDigits`. */
export function hotpMessage(counter: U64): Uint8Array<ArrayBuffer> {
  return u64Bytes(counter);
}
