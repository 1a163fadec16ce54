const poolSize = 256;
const randomBytesPerId = 10;
const pool = new Uint8Array(poolSize * randomBytesPerId);
let used = poolSize;

/**
 * A UUID of version 7 (RFC 9562, section 5.7): 48 bits of Unix milliseconds, then 74 random bits.
 * Ids made in the same period stand together in an index, so that inserts stay on a few hot pages.
 *
 * @param nowMs Unix time in whole milliseconds.
 */
export function uuidV7(nowMs: number): string {
  if (used === poolSize) refill();
  const start = used * randomBytesPerId;
  used += 1;
  const time = nowMs.toString(16).padStart(12, '0');
  const version = (0x7000 | ((pool[start]! << 8) & 0x0f00) | pool[start + 1]!).toString(16);
  const variant = (0x8000 | ((pool[start + 2]! << 8) & 0x3f00) | pool[start + 3]!).toString(16);
  let tail = '';
  for (let index = start + 4; index < start + randomBytesPerId; index += 1) tail += hexOfByte[pool[index]!]!;
  return `${time.slice(0, 8)}-${time.slice(8)}-${version}-${variant}-${tail}`;
}

const hexOfByte = Array.from({ length: 256 }, (_, byte) => byte.toString(16).padStart(2, '0'));

/** One call to the system's random source serves many ids; the call costs more than the bytes. */
function refill(): void {
  crypto.getRandomValues(pool);
  used = 0;
}
