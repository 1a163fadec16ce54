import { createSecretKey, randomBytes, type KeyObject } from 'node:crypto';
import { TallyError } from '@tallystick/foundation';
import { base64UrlBytes, base64UrlText } from '@tallystick/otp';
import { Type } from 'typebox';
import { Value } from 'typebox/value';

/** The keys of this installation. They come from a key file or the environment and never touch the database. */
export interface KeyRing {
  /** The key that seals; the others only open what was sealed before. */
  readonly presentSealingKeyId: string;
  readonly sealingKeys: ReadonlyMap<string, KeyObject>;
  /** DESIGN §3.9, request hash: keyed, because a plain hash of a request falls to 10^8 tries. */
  readonly requestHashKey: KeyObject;
}

/** Room for a key a month over five years, and a bound on what one start has to prove. */
const maximumSealingKeys = 64;

const keyId = Type.String({ pattern: '^[a-z0-9-]{1,32}$' });
const keyBytes = Type.String({ minLength: 43, maxLength: 43 });

const KeyFile = Type.Object(
  {
    version: Type.Literal(1),
    sealing: Type.Object(
      { present: keyId, keys: Type.Record(Type.String(), keyBytes) },
      { additionalProperties: false },
    ),
    requestHash: keyBytes,
  },
  { additionalProperties: false },
);

/**
 * Reads the text of a key file or of TALLY_KEYS:
 * `{ "version": 1, "sealing": { "present": "<id>", "keys": { "<id>": "<32 bytes>" } }, "requestHash": "<32 bytes>" }`,
 * bytes in base64url.
 *
 * @param source names the place in the error, for the operator.
 * @throws TallyError `key_file_unreadable`; its words hold nothing of the text, which may be half a key.
 */
export function parseKeyRing(text: string, source: string): KeyRing {
  const file = parseJson(text);
  if (!Value.Check(KeyFile, file)) throw unreadable(source, 'it is not in the format of a key file');
  const entries = Object.entries(file.sealing.keys);
  if (entries.length > maximumSealingKeys) throw unreadable(source, 'it holds too many keys');
  const sealingKeys = new Map<string, KeyObject>();
  for (const [id, key] of entries) {
    if (!Value.Check(keyId, id))
      throw unreadable(source, 'the id of a key has other characters than a-z 0-9 -');
    sealingKeys.set(id, readKey(key, source));
  }
  if (!sealingKeys.has(file.sealing.present))
    throw unreadable(source, 'its present key is not among its keys');
  return {
    presentSealingKeyId: file.sealing.present,
    sealingKeys,
    requestHashKey: readKey(file.requestHash, source),
  };
}

/** The text of a new key file: one sealing key and the request hash key, 256 random bits each. */
export function newKeyFileText(): string {
  const present = `k-${randomBytes(4).toString('hex')}`;
  const sealing = { present, keys: { [present]: randomKey() } };
  return `${JSON.stringify({ version: 1, sealing, requestHash: randomKey() }, null, 2)}\n`;
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** Node copies the bytes into a KeyObject, which never prints them; ours are wiped. */
function readKey(text: string, source: string): KeyObject {
  const bytes = base64UrlBytes(text);
  if (bytes?.length !== 32) {
    throw unreadable(source, 'a key is not 32 bytes in base64url');
  }
  const key = createSecretKey(bytes);
  bytes.fill(0);
  return key;
}

function unreadable(source: string, reason: string): TallyError {
  return new TallyError('key_file_unreadable', { detail: `The keys in ${source} can’t be used: ${reason}.` });
}

function randomKey(): string {
  return base64UrlText(randomBytes(32));
}
