import { asciiBytes, concatBytes } from '@tallystick/otp';

/** Every key of an enrolment, by its label. The first four are the credential’s leaves. */
export const keyLabels = [
  'password',
  'pin',
  'confirmation',
  'contact',
  'proof-terminal',
  'proof-server',
  'enrol-reply',
] as const;

export type KeyLabel = (typeof keyLabels)[number];

/**
 * The `info` of HKDF-SHA-256 (RFC 5869 section 2.3) for one key of 32 bytes; its input key is the 32-byte x coordinate of
 * the ECDH point, its salt the activation code. `transcriptHash` is SHA-256 of `enrolmentTranscript`.
 */
export function keyInfo(label: KeyLabel, transcriptHash: Uint8Array): Uint8Array<ArrayBuffer> {
  if (transcriptHash.length !== 32) throw new RangeError('a transcript hash has 32 bytes');
  return concatBytes(asciiBytes(`tallystick/v1/${label}`), transcriptHash);
}
