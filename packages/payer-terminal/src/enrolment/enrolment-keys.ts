import { type KeyLabel, enrolmentTranscript, keyInfo } from '@tallystick/paycode';
import { sha256, webCryptoBytes } from '../bytes/web-crypto-bytes.ts';
import type { TerminalLeaves } from '../terminal/credential.ts';
import { leafUses } from '../terminal/leaf-keys.ts';
import type { HalfDoneEnrolment } from '../terminal/terminal-state.ts';
import { activationIdOf } from './activation-id.ts';

/** All that both sides derive from one exchange. */
export interface EnrolmentKeys {
  readonly transcript: Uint8Array<ArrayBuffer>;
  readonly transcriptHash: Uint8Array<ArrayBuffer>;
  readonly proofTerminal: CryptoKey;
  readonly proofServer: CryptoKey;
  readonly enrolReply: CryptoKey;
  readonly leaves: TerminalLeaves;
}

/**
 * Derives the keys of an enrolment: HKDF-SHA-256 of the ECDH secret, salted by the activation code, one key a label
 * (docs/protocol.md, keys). The secret itself never comes into the hands of this program.
 *
 * @param extractableLeaves whether the store needs to read the leaves’ bytes.
 *
 * Rejects where the server’s key is no point of P-256.
 */
export async function deriveEnrolmentKeys(
  enrolment: HalfDoneEnrolment,
  extractableLeaves: boolean,
): Promise<EnrolmentKeys> {
  const transcript = webCryptoBytes(
    enrolmentTranscript({
      activationId: await activationIdOf(enrolment.activationCode),
      terminalKey: enrolment.terminalPublicKey,
      serverKey: enrolment.serverPublicKey,
    }),
  );
  const transcriptHash = await sha256(transcript);
  const agreed = await agreedSecret(enrolment);
  const derive = (label: KeyLabel, use: KeyUse, extractable: boolean): Promise<CryptoKey> =>
    crypto.subtle.deriveKey(
      {
        name: 'HKDF',
        hash: 'SHA-256',
        salt: webCryptoBytes(enrolment.activationCode),
        info: webCryptoBytes(keyInfo(label, transcriptHash)),
      },
      agreed,
      use.algorithm,
      extractable,
      [...use.usages],
    );

  return {
    transcript,
    transcriptHash,
    proofTerminal: await derive('proof-terminal', proofUse, false),
    proofServer: await derive('proof-server', proofUse, false),
    enrolReply: await derive('enrol-reply', replyUse, false),
    leaves: {
      password: await derive('password', leafUses.password, extractableLeaves),
      pin: await derive('pin', leafUses.pin, extractableLeaves),
      confirmation: await derive('confirmation', leafUses.confirmation, extractableLeaves),
      contact: await derive('contact', leafUses.contact, extractableLeaves),
    },
  };
}

type KeyUse = (typeof leafUses)['password'];

const proofUse: KeyUse = {
  algorithm: { name: 'HMAC', hash: 'SHA-256', length: 256 },
  usages: ['sign', 'verify'],
};
const replyUse: KeyUse = { algorithm: { name: 'AES-GCM', length: 256 }, usages: ['decrypt'] };

/** The x coordinate of the common point, as a key that can do nothing but HKDF. */
async function agreedSecret(enrolment: HalfDoneEnrolment): Promise<CryptoKey> {
  const algorithm = { name: 'ECDH', namedCurve: 'P-256' };
  const serverKeyBytes = webCryptoBytes(enrolment.serverPublicKey);
  const serverKey = await crypto.subtle.importKey('raw', serverKeyBytes, algorithm, false, []);
  return crypto.subtle.deriveKey(
    { name: 'ECDH', public: serverKey },
    enrolment.terminalPrivateKey,
    'HKDF',
    false,
    ['deriveKey'],
  );
}
