import { toBase64Url, type EnrolmentContentJson } from '@tallystick/foundation';
import { aliasDayOfStep, stepOfUnixMs } from '@tallystick/paycode';
import { aliasesOf } from '../aliases/aliases.ts';
import { credentialDigits } from '../credentials/credential-number.ts';
import { encrypt } from '../sealing/sealed-box.ts';
import type { EnrolmentKeys } from './enrolment-keys.ts';
import type { EnrolmentServer } from './enrolment-server.ts';

/** What a new terminal is told. */
export function enrolmentContent(
  server: EnrolmentServer,
  credentialNumber: bigint,
  nowMs: number,
): EnrolmentContentJson {
  // From yesterday on: just after midnight the clock of the terminal may still be in the old day.
  const firstAliasDay = aliasDayOfStep(stepOfUnixMs(nowMs)) - 1;
  return {
    credentialNumber: credentialDigits(credentialNumber),
    issuerPrefix: server.issuerPrefix,
    firstAliasDay,
    aliases: aliasesOf(server.aliasKeys.present.ff1, credentialNumber, firstAliasDay, server.aliasDayCount),
    capVersion: 0,
    caps: [],
    operatorPublicKey: toBase64Url(server.operatorPublicKey),
    serverTimeMs: nowMs,
  };
}

/**
 * AES-256-GCM under the enrol-reply key: 12-byte nonce ‖ ciphertext ‖ tag, associated data = SHA-256(transcript). Once
 * the activation is consumed nobody but the terminal can open it, not even we.
 */
export function sealReply(keys: EnrolmentKeys, content: EnrolmentContentJson): Uint8Array {
  return encrypt(keys.replyKey, Buffer.from(JSON.stringify(content), 'utf8'), keys.transcriptHash);
}
