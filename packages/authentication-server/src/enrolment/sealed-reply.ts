import type { EnrolmentContentJson } from '@tallystick/foundation';
import { base64UrlText } from '@tallystick/otp';
import { aliasDayOfStep, stepOfUnixMs } from '@tallystick/paycode';
import { aliasesOf, noClockAliasOf } from '../aliases/aliases.ts';
import { credentialDigits } from '../credentials/credential-number.ts';
import type { EnrollableKind } from '../credentials/credential-terms.ts';
import { encrypt } from '../sealing/sealed-box.ts';
import type { EnrolmentKeys } from './enrolment-keys.ts';
import type { EnrolmentServer } from './enrolment-server.ts';

/**
 * What a new terminal is told. A terminal that does not know of kinds finds no aliases in the reply of an `event` credential
 * and refuses it, rather than paying with codes that nobody takes.
 */
export function enrolmentContent(
  server: EnrolmentServer,
  credentialNumber: bigint,
  kind: EnrollableKind,
  nowMs: number,
): EnrolmentContentJson {
  const { ff1 } = server.aliasKeys.present;
  const common = {
    credentialNumber: credentialDigits(credentialNumber),
    issuerPrefix: server.issuerPrefix,
    capVersion: 0,
    caps: [],
    operatorPublicKey: base64UrlText(server.operatorPublicKey),
    serverTimeMs: nowMs,
  };
  if (kind === 'event') return { ...common, kind, alias: noClockAliasOf(ff1, credentialNumber) };
  // From yesterday on: just after midnight the clock of the terminal may still be in the old day.
  const firstAliasDay = aliasDayOfStep(stepOfUnixMs(nowMs)) - 1;
  const aliases = aliasesOf(ff1, credentialNumber, firstAliasDay, server.aliasDayCount);
  return { ...common, firstAliasDay, aliases };
}

/**
 * AES-256-GCM under the enrol-reply key: 12-byte nonce ‖ ciphertext ‖ tag, associated data = SHA-256(transcript). Once
 * the activation is consumed nobody but the terminal can open it, not even we.
 */
export function sealReply(keys: EnrolmentKeys, content: EnrolmentContentJson): Uint8Array {
  return encrypt(keys.replyKey, Buffer.from(JSON.stringify(content), 'utf8'), keys.transcriptHash);
}
