import { open, seal, sealingContext, type SealedBox } from '../sealing/sealed-box.ts';
import type { KeyRing } from '../sealing/key-ring.ts';
import { credentialDigits } from './credential-number.ts';

/** The keys that a payer terminal and this server share (DESIGN §3.5), 32 bytes each, all derived at enrolment. */
export interface Leaves {
  readonly password: Uint8Array;
  readonly pin: Uint8Array;
  readonly confirmation: Uint8Array;
  readonly contact: Uint8Array;
}

/** The columns of authentication.credentials that hold the leaves. */
export interface SealedLeaves {
  readonly credentialNumber: bigint;
  readonly sealingKeyId: string;
  readonly sealedLeaves: Uint8Array;
}

const leafLength = 32;

/** Seals the leaves together for one credential number; moved to another row they no longer open. */
export function sealLeaves(keyRing: KeyRing, credentialNumber: bigint, leaves: Leaves): SealedBox {
  const plaintext = Buffer.concat([leaves.password, leaves.pin, leaves.confirmation, leaves.contact]);
  try {
    return seal(keyRing, plaintext, contextOf(credentialNumber));
  } finally {
    plaintext.fill(0);
  }
}

/** @throws TallyError `internal_error` where they do not open. The four leaves share one buffer. */
export function openLeaves(keyRing: KeyRing, row: SealedLeaves): Leaves {
  const plaintext = open(keyRing, row.sealingKeyId, row.sealedLeaves, contextOf(row.credentialNumber));
  const leaf = (index: number) => plaintext.subarray(index * leafLength, (index + 1) * leafLength);
  return { password: leaf(0), pin: leaf(1), confirmation: leaf(2), contact: leaf(3) };
}

function contextOf(credentialNumber: bigint): Uint8Array {
  return sealingContext('credential-leaves', credentialDigits(credentialNumber));
}

/** Overwrites leaves that are sealed or no longer needed. */
export function wipeLeaves(leaves: Leaves): void {
  for (const leaf of [leaves.password, leaves.pin, leaves.confirmation, leaves.contact]) leaf.fill(0);
}
