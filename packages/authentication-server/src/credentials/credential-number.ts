import { randomInt } from 'node:crypto';
import { shardCount } from '@tallystick/foundation';

/** A credential number has ten digits: 0 to 9999999999. */
const credentialNumberCount = 10_000_000_000;

/** The ten digits that FF1 turns into aliases. */
export function credentialDigits(credentialNumber: bigint): string {
  return credentialNumber.toString().padStart(10, '0');
}

/** A random credential number whose remainder mod 64 is the shard of the account it pays from. */
export function randomCredentialNumber(shard: number): bigint {
  return BigInt(randomInt(credentialNumberCount / shardCount) * shardCount + shard);
}

/** The shard of a credential number; its bucket follows from it. */
export function shardOfCredential(credentialNumber: bigint): number {
  return Number(credentialNumber % BigInt(shardCount));
}
