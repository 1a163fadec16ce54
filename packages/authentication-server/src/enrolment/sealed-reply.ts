import { base64UrlText } from '@tallystick/otp';
import { credentialDigits } from '../credentials/credential-number.ts';
import type { CredentialKind } from '../kinds/credential-kind.ts';
import { encrypt } from '../sealing/sealed-box.ts';
import type { EnrolmentKeys } from './enrolment-keys.ts';
import type { EnrolmentServer } from './enrolment-server.ts';

/**
 * What a new terminal gets. A terminal that does not know of kinds finds no aliases in the reply of an `event` credential
 * and refuses it, rather than paying with codes that no server takes.
 */
export function enrolmentContent(
  { aliasKeys, issuerPrefix, operatorPublicKey, aliasDayCount }: EnrolmentServer,
  credentialNumber: bigint,
  kind: CredentialKind,
  nowMs: number,
): object {
  const { ff1 } = aliasKeys.present;
  return {
    credentialNumber: credentialDigits(credentialNumber),
    issuerPrefix,
    capVersion: 0,
    caps: [],
    operatorPublicKey: base64UrlText(operatorPublicKey),
    serverTimeMs: nowMs,
    ...kind.contentForTerminal({ ff1, credentialNumber, nowMs, aliasDayCount }),
  };
}

/**
 * AES-256-GCM under the enrol-reply key: 12-byte nonce ‖ ciphertext ‖ tag, associated data = SHA-256(transcript). Once
 * the activation is consumed nobody but the terminal can open it, not even we.
 */
export function sealReply(keys: EnrolmentKeys, content: object): Uint8Array {
  return encrypt(keys.replyKey, Buffer.from(JSON.stringify(content), 'utf8'), keys.transcriptHash);
}
