import { generateKeyPairSync } from 'node:crypto';
import type { Database, Statement } from '@tallystick/postgres';
import type { KeyRing } from '../sealing/key-ring.ts';
import { seal, sealingContext } from '../sealing/sealed-box.ts';

const firstSigningKeyId = 1;
/** An Ed25519 public key in DER ends in its 32 raw bytes (RFC 8410, section 4). */
const rawKeyLength = 32;

/**
 * The operator’s Ed25519 public key, 32 bytes; the pair is made at first start. Terminals get it at enrolment and check
 * with it, offline, what the operator has signed.
 */
export async function loadOperatorPublicKey(database: Database, keyRing: KeyRing): Promise<Uint8Array> {
  const known = await readPublicKey(database);
  if (known !== undefined) return known;
  // Of two servers that start at once one inserts; both read the same key afterwards.
  await database.query(insertNewKey(keyRing));
  const made = await readPublicKey(database);
  if (made === undefined) throw new Error('the signing key has just been written and is not there');
  return made;
}

async function readPublicKey(database: Database): Promise<Uint8Array | undefined> {
  const rows = await database.query<{ public_key: Uint8Array }>({
    name: 'authentication.read_signing_key',
    text: 'SELECT public_key FROM authentication.signing_keys ORDER BY signing_key_id DESC LIMIT 1',
    values: [],
  });
  return rows[0]?.public_key;
}

function insertNewKey(keyRing: KeyRing): Statement {
  const { publicKey, privateKey } = generateKeyPairSync('ed25519');
  const privateBytes = privateKey.export({ format: 'der', type: 'pkcs8' });
  const context = sealingContext('signing-key', firstSigningKeyId.toString());
  const { sealingKeyId, sealed } = seal(keyRing, privateBytes, context);
  privateBytes.fill(0);
  const publicBytes = publicKey.export({ format: 'der', type: 'spki' }).subarray(-rawKeyLength);
  return {
    name: 'authentication.insert_signing_key',
    text: `INSERT INTO authentication.signing_keys (signing_key_id, public_key, sealing_key_id, sealed_key)
      VALUES ($1, $2, $3, $4) ON CONFLICT DO NOTHING`,
    values: [firstSigningKeyId, publicBytes, sealingKeyId, sealed],
  };
}
