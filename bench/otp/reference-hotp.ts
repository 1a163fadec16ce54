import { createHmac } from 'node:crypto';

/** RFC 4226 section 5.3 in as few lines as it takes: what every subject’s codes are compared with. */
export function referenceHotp(key: Uint8Array, counter: number): string {
  const message = Buffer.alloc(8);
  message.writeBigUInt64BE(BigInt(counter));
  const hmac = createHmac('sha1', key).update(message).digest();
  const number = hmac.readUInt32BE((hmac[19] ?? 0) & 15) & 0x7fff_ffff;
  return (number % 1_000_000).toString().padStart(6, '0');
}
