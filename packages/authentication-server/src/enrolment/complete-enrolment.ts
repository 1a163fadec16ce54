import {
  TallyError,
  type EnrolmentProofJson,
  type EnrolmentReplyJson,
  type ProblemCode,
} from '@tallystick/foundation';
import { base64UrlBytes, base64UrlText, equalBytes } from '@tallystick/otp';
import type { Transaction } from '@tallystick/postgres';
import { credentialDigits, randomCredentialNumber } from '../credentials/credential-number.ts';
import type { CredentialKind } from '../kinds/credential-kind.ts';
import { encrypt } from '../sealing/sealed-box.ts';
import { assertPublicKey } from './key-agreement.ts';
import { sealLeaves, wipeLeaves } from '../credentials/leaves.ts';
import { activationIdText, bucketOfActivationId, parseActivationId } from './activation-id.ts';
import {
  consumeActivation,
  countWrongProof,
  insertCredential,
  lockActivation,
  type ActivationRow,
} from './activation-rows.ts';
import { openActivationSecrets } from './activation-secrets.ts';
import { deriveEnrolmentKeys, type EnrolmentKeys } from './enrolment-keys.ts';
import {
  maximumWrongProofs,
  replyLifetimeMs,
  type EnrolmentAlarm,
  type EnrolmentServer,
} from './enrolment-server.ts';

/** What a terminal sends to complete its enrolment. */
interface Attempt {
  /** 16 bytes. */
  readonly activationId: Uint8Array;
  /** 65 bytes: a point of P-256, uncompressed. */
  readonly terminalKey: Uint8Array;
  /** 32 bytes. */
  readonly proof: Uint8Array;
}

/** A refusal is an answer and not an error inside the transaction: a counted wrong proof has to be committed. */
type Settlement =
  | { readonly kind: 'answered'; readonly reply: EnrolmentReplyJson }
  | { readonly kind: 'refused'; readonly code: ProblemCode; readonly alarm?: EnrolmentAlarm };

/**
 * Second step of enrolment (DESIGN §3.5): the terminal proves that it knows the activation code, the activation is
 * consumed, the credential made, and the server proves back. The same terminal key asking again gets the same answer.
 *
 * @throws TallyError `malformed_request` (field `terminalKey` or `proof`), `activation_unknown`, `activation_expired`,
 *   `activation_proof_wrong`, `activation_used`.
 */
export async function completeEnrolment(
  server: EnrolmentServer,
  activationId: string,
  request: EnrolmentProofJson,
): Promise<EnrolmentReplyJson> {
  const attempt = readAttempt(activationId, request);
  const settlement = await server.database.transaction((transaction) => settle(server, transaction, attempt));
  if (settlement.kind === 'answered') return settlement.reply;
  if (settlement.alarm !== undefined) server.onAlarm(settlement.alarm);
  throw new TallyError(settlement.code);
}

async function settle(
  server: EnrolmentServer,
  transaction: Transaction,
  attempt: Attempt,
): Promise<Settlement> {
  const bucket = bucketOfActivationId(attempt.activationId, server.bucketCount);
  const activation = await lockActivation(transaction, bucket, attempt.activationId);
  if (activation === undefined) return refused('activation_unknown');
  const nowMs = server.clock.nowMs();
  if (activation.consumed_at !== null) return answerAgain(activation, activation.consumed_at, attempt, nowMs);
  if (nowMs >= activation.expires_at.getTime()) return refused('activation_expired');
  // The secrets are gone after too many wrong proofs.
  if (activation.sealed_secrets === null) return refused('activation_expired');

  const keys = keysOf(server, activation, activation.sealed_secrets, attempt);
  try {
    return equalBytes(attempt.proof, keys.terminalProof)
      ? enrol(server, transaction, activation, attempt, keys, nowMs)
      : refuseWrongProof(transaction, activation, attempt);
  } finally {
    wipeLeaves(keys.leaves);
  }
}

/** The proof can’t be checked any more, and needn’t be: without the private key the answer is worth nothing. */
function answerAgain(
  activation: ActivationRow,
  consumedAt: Date,
  attempt: Attempt,
  nowMs: number,
): Settlement {
  const { terminal_key: terminalKey, server_proof: proof, sealed_reply: sealedReply } = activation;
  if (terminalKey === null || !equalBytes(terminalKey, attempt.terminalKey)) {
    return refused('activation_used', alarmOf('other_terminal_used_activation', activation, attempt));
  }
  const isKept = nowMs < consumedAt.getTime() + replyLifetimeMs;
  if (!isKept || proof === null || sealedReply === null) return refused('activation_expired');
  return answered(proof, sealedReply);
}

function keysOf(
  server: EnrolmentServer,
  activation: ActivationRow,
  sealed: Uint8Array,
  attempt: Attempt,
): EnrolmentKeys {
  const { activationId, terminalKey } = attempt;
  const box = { sealingKeyId: activation.sealing_key_id, sealed };
  const secrets = openActivationSecrets(server.keyRing, activationId, box);
  try {
    return deriveEnrolmentKeys({ ...secrets, activationId, terminalKey, serverKey: activation.server_key });
  } finally {
    secrets.serverPrivateKey.fill(0);
    secrets.activationCode.fill(0);
  }
}

/** Where the number is taken already, the transaction runs again and draws another. */
function enrol(
  server: EnrolmentServer,
  transaction: Transaction,
  activation: ActivationRow,
  attempt: Attempt,
  keys: EnrolmentKeys,
  nowMs: number,
): Settlement {
  const { bucket, account_id: accountId } = activation;
  const { activationId, terminalKey } = attempt;
  const credentialNumber = randomCredentialNumber(activation.shard);
  const { kind: kindName, cap, uses_per_day: usesPerDay } = activation;
  const kind = server.kinds.named(kindName);
  if (kind === undefined) throw new Error('the activation is of a kind that this server does not know');
  const sealedReply = sealReply(keys, enrolmentContent(server, credentialNumber, kind, nowMs));
  const now = new Date(nowMs);
  transaction.write(
    consumeActivation(bucket, activationId, {
      terminalKey,
      credentialNumber,
      serverProof: keys.serverProof,
      sealedReply,
      consumedAt: now,
    }),
    1,
  );
  transaction.write(
    insertCredential({
      bucket,
      credentialNumber,
      accountId,
      aliasKeyId: server.aliasKeys.present.aliasKeyId,
      leaves: sealLeaves(server.keyRing, credentialNumber, keys.leaves),
      terms: { kind: kindName, cap, usesPerDay },
      activationId,
      createdAt: now,
    }),
    1,
  );
  return answered(keys.serverProof, sealedReply);
}

function refuseWrongProof(transaction: Transaction, activation: ActivationRow, attempt: Attempt): Settlement {
  transaction.write(countWrongProof(activation.bucket, attempt.activationId, maximumWrongProofs), 1);
  const isLast = activation.wrong_proofs + 1 >= maximumWrongProofs;
  return isLast
    ? refused('activation_proof_wrong', alarmOf('activation_guessed_at', activation, attempt))
    : refused('activation_proof_wrong');
}

function answered(proof: Uint8Array, sealedReply: Uint8Array): Settlement {
  return {
    kind: 'answered',
    reply: { proof: base64UrlText(proof), sealedReply: base64UrlText(sealedReply) },
  };
}

function refused(code: ProblemCode, alarm?: EnrolmentAlarm): Settlement {
  return alarm === undefined ? { kind: 'refused', code } : { kind: 'refused', code, alarm };
}

function alarmOf(kind: EnrolmentAlarm['kind'], activation: ActivationRow, attempt: Attempt): EnrolmentAlarm {
  return { kind, accountId: activation.account_id, activationId: activationIdText(attempt.activationId) };
}

/** @throws TallyError `activation_unknown`; `malformed_request`, field `terminalKey` or `proof`. */
function readAttempt(activationId: string, request: EnrolmentProofJson): Attempt {
  const terminalKey = readBytes(request.terminalKey, 65, 'terminalKey');
  assertPublicKey(terminalKey);
  return {
    activationId: parseActivationId(activationId),
    terminalKey,
    proof: readBytes(request.proof, 32, 'proof'),
  };
}

function readBytes(text: string, length: number, field: string): Uint8Array {
  // Only the one canonical spelling is read: two texts for the same bytes would be two requests.
  const bytes = base64UrlBytes(text);
  if (bytes?.length === length) return bytes;
  throw new TallyError('malformed_request', { detail: `${field} is ${length} bytes in base64url.`, field });
}

/**
 * What a new terminal gets. A terminal that does not know of kinds finds no aliases in the reply of an `event` credential
 * and refuses it, rather than paying with codes that no server takes.
 */
function enrolmentContent(
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
function sealReply(keys: EnrolmentKeys, content: object): Uint8Array {
  return encrypt(keys.replyKey, Buffer.from(JSON.stringify(content), 'utf8'), keys.transcriptHash);
}
