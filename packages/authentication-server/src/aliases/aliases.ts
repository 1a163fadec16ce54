import { aliasTweakOfDay, noClockTweak } from '@tallystick/paycode';
import { credentialDigits } from '../credentials/credential-number.ts';
import { ff1DecryptMany, ff1Encrypt, ff1EncryptMany, type Ff1Key } from './ff1.ts';

/**
 * The aliases of one credential for a run of days, ten digits each.
 *
 * @param firstDay UTC day number: days since 1970-01-01.
 */
export function aliasesOf(
  key: Ff1Key,
  credentialNumber: bigint,
  firstDay: number,
  dayCount: number,
): readonly string[] {
  const digits = credentialDigits(credentialNumber);
  const days = Array.from({ length: dayCount }, (_, index) => firstDay + index);
  return ff1EncryptMany(
    key,
    days.map((day) => ({ tweak: tweakBytes(aliasTweakOfDay(day)), digits })),
  );
}

/** The one alias of a credential whose device has no clock, ten digits: it never changes. */
export function noClockAliasOf(key: Ff1Key, credentialNumber: bigint): string {
  return ff1Encrypt(key, tweakBytes(noClockTweak), credentialDigits(credentialNumber));
}

/**
 * Inverts many aliases under one tweak: a UTC day’s, or `no-clock`. Any ten digits have an inverse; whether a
 * credential has that number is for the caller to find out.
 */
export function credentialNumbersOf(key: Ff1Key, aliases: readonly string[], tweak: string): bigint[] {
  const bytes = tweakBytes(tweak);
  return ff1DecryptMany(
    key,
    aliases.map((digits) => ({ tweak: bytes, digits })),
  ).map(BigInt);
}

function tweakBytes(tweak: string): Uint8Array {
  return Buffer.from(tweak, 'ascii');
}
