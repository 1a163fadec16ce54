import { TallyError } from '@tallystick/foundation';
import { webCryptoBytes } from '../bytes/web-crypto-bytes.ts';
import { readCredential } from '../json/credential-json.ts';
import { readRecord, readWholeNumber } from '../json/read-fields.ts';
import type { Credential } from '../terminal/credential.ts';
import type { EnrolmentKeys } from './enrolment-keys.ts';
import type { EnrolmentReply } from './server-requests.ts';

const nonceBytes = 12;

export interface EnrolmentContent {
  readonly credential: Credential;
  /** Unix milliseconds at which the server made the reply. */
  readonly serverTimeMs: number;
}

/**
 * Believes the server only after its proof: nothing of an unproved reply is opened.
 *
 * Errors: `server_proof_wrong`, `server_answer_malformed`.
 */
export async function openReply(keys: EnrolmentKeys, reply: EnrolmentReply): Promise<EnrolmentContent> {
  // WebCrypto compares in constant time.
  const proved = await crypto.subtle.verify('HMAC', keys.proofServer, reply.proof, keys.transcript);
  if (!proved) throw new TallyError('server_proof_wrong');
  try {
    const record = readRecord(JSON.parse(await unseal(keys, reply.sealedReply)), 'reply');
    return {
      credential: readCredential(record),
      serverTimeMs: readWholeNumber(record, 'serverTimeMs', { minimum: 0, maximum: Number.MAX_SAFE_INTEGER }),
    };
  } catch {
    // No cause: a parser’s words may quote what was sealed.
    throw new TallyError('server_answer_malformed');
  }
}

/** AES-256-GCM, nonce in front, associated data = SHA-256(transcript). */
async function unseal(keys: EnrolmentKeys, sealed: Uint8Array): Promise<string> {
  const algorithm = {
    name: 'AES-GCM',
    iv: webCryptoBytes(sealed.subarray(0, nonceBytes)),
    additionalData: keys.transcriptHash,
  };
  const ciphertext = webCryptoBytes(sealed.subarray(nonceBytes));
  const plaintext = await crypto.subtle.decrypt(algorithm, keys.enrolReply, ciphertext);
  return new TextDecoder('utf-8', { fatal: true }).decode(plaintext);
}
