import { timingSafeEqual } from 'node:crypto';

/** Compares in constant time. Only the lengths may show, and they are never secret here. */
export function equalBytes(one: Uint8Array, other: Uint8Array): boolean {
  return one.length === other.length && timingSafeEqual(one, other);
}
