import type { KeyRing } from '../sealing/key-ring.ts';
import { openLeaves, wipeLeaves, type Leaves, type SealedLeaves } from './leaves.ts';

export interface LeafCacheOptions<Row extends SealedLeaves, Prepared> {
  readonly keyRing: KeyRing;
  readonly maximumEntries: number;
  /**
   * Makes of the leaves what verification needs of them, once for many codes: HMAC keys with their midstates. It keeps
   * nothing of the leaves themselves, which are wiped afterwards.
   */
  readonly prepare: (leaves: Leaves, row: Row) => Prepared;
}

export interface LeafCache<Row extends SealedLeaves, Prepared> {
  /** @throws TallyError `internal_error` where the leaves do not open. */
  get(row: Row): Prepared;
}

interface Entry<Prepared> {
  readonly sealedLeaves: Uint8Array;
  readonly prepared: Prepared;
}

/**
 * The leaves of the credentials used last. Opening a box costs as much as checking a code, and a payer who comes back
 * is the common case. An entry counts only for the very bytes it was opened from: a new enrolment, a rotated sealing
 * key or a meddled row miss it.
 */
export function createLeafCache<Row extends SealedLeaves, Prepared>(
  options: LeafCacheOptions<Row, Prepared>,
): LeafCache<Row, Prepared> {
  // A Map keeps the order of insertion: what is used is inserted anew, so the first entry is the one unused longest.
  const entries = new Map<bigint, Entry<Prepared>>();

  function get(row: Row): Prepared {
    const known = entries.get(row.credentialNumber);
    const entry =
      known !== undefined && sameBytes(known.sealedLeaves, row.sealedLeaves) ? known : openEntry(row);
    entries.delete(row.credentialNumber);
    entries.set(row.credentialNumber, entry);
    if (entries.size > options.maximumEntries) dropOldest();
    return entry.prepared;
  }

  function openEntry(row: Row): Entry<Prepared> {
    const leaves = openLeaves(options.keyRing, row);
    try {
      return { sealedLeaves: row.sealedLeaves, prepared: options.prepare(leaves, row) };
    } finally {
      wipeLeaves(leaves);
    }
  }

  function dropOldest(): void {
    for (const oldest of entries.keys()) {
      entries.delete(oldest);
      return;
    }
  }

  return { get };
}

function sameBytes(one: Uint8Array, other: Uint8Array): boolean {
  return Buffer.compare(one, other) === 0;
}
