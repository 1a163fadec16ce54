import { createHmac } from 'node:crypto';
import { TallyError } from '@tallystick/foundation';
import { equalBytes } from '@tallystick/otp';
import type { Database, Statement, Transaction } from '@tallystick/postgres';
import type { KeyRing } from './key-ring.ts';
import { open, seal, sealingContext } from './sealed-box.ts';

interface ProofRow {
  readonly sealing_key_id: string;
  readonly proof: Uint8Array;
}

/**
 * Proves at start-up that the key ring belongs to this database: every key that the database has seen must be in the
 * ring and open its proof. The first ring that comes, and each new present key, leaves its proof.
 *
 * @throws TallyError `key_file_wrong`; nothing was changed.
 */
export async function checkSealingKeys(database: Database, keyRing: KeyRing): Promise<void> {
  await database.transaction(async (transaction) => {
    // Two servers may start on an empty database with different rings; the second must see the first one's proof.
    await transaction.read(lockProofs);
    const rows = await assertFits(transaction, keyRing);
    if (rows.some((row) => row.sealing_key_id === keyRing.presentSealingKeyId)) return;
    transaction.write(insertProof(keyRing), 1);
  });
}

/**
 * The same proof without leaving one: whether the key ring belongs to this database.
 *
 * @returns how many keys were proved; none in a database that has sealed nothing yet.
 * @throws TallyError `key_file_wrong`.
 */
export async function proveSealingKeys(database: Database, keyRing: KeyRing): Promise<number> {
  return database.transaction(async (transaction) => (await assertFits(transaction, keyRing)).length);
}

async function assertFits(transaction: Transaction, keyRing: KeyRing): Promise<readonly ProofRow[]> {
  const rows = await transaction.read<ProofRow>(readProofs);
  for (const row of rows) assertOpens(keyRing, row);
  return rows;
}

function assertOpens(keyRing: KeyRing, row: ProofRow): void {
  const keyId = row.sealing_key_id;
  if (!keyRing.sealingKeys.has(keyId)) throw wrongKeyFile(`it lacks the key ${keyId}`);
  if (!opens(keyRing, row)) throw wrongKeyFile(`its key ${keyId} or its request hash key is another one`);
}

function opens(keyRing: KeyRing, row: ProofRow): boolean {
  try {
    const known = open(keyRing, row.sealing_key_id, row.proof, context(row.sealing_key_id));
    return equalBytes(known, knownText(keyRing));
  } catch {
    return false;
  }
}

/** The known text is made with the request hash key, so that the proof covers both: another one would refuse retries. */
function knownText(keyRing: KeyRing): Uint8Array {
  return createHmac('sha256', keyRing.requestHashKey).update('tallystick/key-proof/v1').digest();
}

function context(sealingKeyId: string): Uint8Array {
  return sealingContext('key-proof', sealingKeyId);
}

const lockProofs: Statement = {
  name: 'authentication.lock_sealing_keys',
  text: 'LOCK TABLE authentication.sealing_keys IN SHARE ROW EXCLUSIVE MODE',
  values: [],
};

const readProofs: Statement = {
  name: 'authentication.read_sealing_keys',
  text: 'SELECT sealing_key_id, proof FROM authentication.sealing_keys ORDER BY sealing_key_id',
  values: [],
};

function insertProof(keyRing: KeyRing): Statement {
  const { sealingKeyId, sealed } = seal(keyRing, knownText(keyRing), context(keyRing.presentSealingKeyId));
  return {
    name: 'authentication.insert_sealing_key',
    text: 'INSERT INTO authentication.sealing_keys (sealing_key_id, proof) VALUES ($1, $2)',
    values: [sealingKeyId, sealed],
  };
}

function wrongKeyFile(reason: string): TallyError {
  return new TallyError('key_file_wrong', {
    detail: `The key file does not belong to this database: ${reason}. Put the right one back; nothing was changed.`,
  });
}
