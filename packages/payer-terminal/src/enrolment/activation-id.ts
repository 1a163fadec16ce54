import { activationIdMessage } from '@tallystick/paycode';
import { sha256 } from '../bytes/web-crypto-bytes.ts';

const activationIdBytes = 16;

/** The public name of an activation: the first 16 bytes of a hash of its code. */
export async function activationIdOf(activationCode: Uint8Array): Promise<Uint8Array> {
  const hash = await sha256(activationIdMessage(activationCode));
  return hash.subarray(0, activationIdBytes);
}
