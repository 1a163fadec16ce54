import { createCipheriv, createECDH, createHash, createHmac, hkdfSync, randomBytes } from 'node:crypto';
import type { EnrolmentContentJson } from '@tallystick/foundation';
import { base64UrlBytes, base64UrlText, truncateToDigits } from '@tallystick/otp';
import {
  type KeyLabel,
  type Receipt,
  activationIdMessage,
  confirmationKeyMessage,
  encodeActivationCode,
  enrolmentTranscript,
  keyInfo,
  receiptQr,
  receiptText,
  typedConfirmationMessage,
} from '@tallystick/paycode';
import { readRecord, readText } from '../json/read-fields.ts';

/**
 * The other half of the stick, for tests: it answers one enrolment and issues confirmations, by node:crypto where the
 * terminal uses WebCrypto, so that the two check each other.
 */
export interface TreasuryHalf {
  readonly activationCode: string;
  /** Answers the two requests of enrolment. */
  readonly fetch: typeof globalThis.fetch;
  /** Paths that were asked for, in order. */
  readonly requests: readonly string[];
  /** The server’s clock at the answer, in Unix milliseconds; it makes the answer once. */
  serverTimeMs: number;
  /** Applied to every answer’s JSON, to see what the terminal makes of a wrong one. */
  tamper: (answer: Record<string, string>) => Record<string, unknown>;
  leaf(label: KeyLabel): Buffer;
  receiptQr(code: BurntCode, receipt: Receipt): string;
  typed(code: BurntCode, outcome: Pick<Receipt, 'outcome' | 'minorUnits' | 'currency'>): string;
}

interface BurntCode {
  readonly step: number;
  readonly intent: number;
  readonly question: string;
}

export const firstAliasDay = 20_000;
export const aliasDays = 400;

/** @param kind what its activation makes of the terminal: one with a clock, or one without. */
export function createTreasuryHalf(serverTimeMs: number, kind: 'time' | 'event' = 'time'): TreasuryHalf {
  const code = randomBytes(16);
  const server = createECDH('prime256v1');
  const serverKey = server.generateKeys();
  const requests: string[] = [];
  let terminalKey: Uint8Array | undefined;
  let reply: Record<string, string> | undefined;

  const activationId = createHash('sha256').update(activationIdMessage(code)).digest().subarray(0, 16);
  const transcript = (): Uint8Array =>
    enrolmentTranscript({ activationId, terminalKey: terminalKey ?? new Uint8Array(65), serverKey });
  const transcriptHash = (): Buffer => createHash('sha256').update(transcript()).digest();

  const half: TreasuryHalf = {
    activationCode: encodeActivationCode(code),
    requests,
    serverTimeMs,
    tamper: (answer) => answer,
    leaf(label) {
      const secret = server.computeSecret(terminalKey ?? new Uint8Array(65));
      return Buffer.from(hkdfSync('sha256', secret, code, keyInfo(label, transcriptHash()), 32));
    },
    fetch: (input, init) => Promise.resolve(answer(pathOf(input), init?.body)),
    receiptQr(burnt, receipt) {
      const text = receiptText(receipt);
      return receiptQr(hmac(confirmationKey(burnt), text).subarray(0, 16), text);
    },
    typed: (burnt, outcome) =>
      truncateToDigits(hmac(confirmationKey(burnt), typedConfirmationMessage(outcome)), 8),
  };

  function answer(path: string, body: unknown): Response {
    requests.push(path);
    const base = `/v1/enrolments/${activationId.toString('hex')}`;
    if (path === base) return Response.json(half.tamper({ serverKey: base64UrlText(serverKey) }));
    if (path === `${base}/proof`) return answerProof(body);
    return Response.json({ code: 'activation_unknown' }, { status: 404 });
  }

  function answerProof(body: unknown): Response {
    const request = readRecord(JSON.parse(typeof body === 'string' ? body : ''), 'body');
    const key = base64UrlBytes(readText(request, 'terminalKey', { maximumLength: 87 }));
    if (terminalKey !== undefined && Buffer.compare(terminalKey, key ?? new Uint8Array()) !== 0) {
      return Response.json({ code: 'activation_used' }, { status: 409 });
    }
    terminalKey = key;
    if (base64UrlText(hmac(half.leaf('proof-terminal'), transcript())) !== request['proof']) {
      return Response.json({ code: 'activation_proof_wrong' }, { status: 403 });
    }
    reply ??= {
      proof: base64UrlText(hmac(half.leaf('proof-server'), transcript())),
      sealedReply: base64UrlText(sealedReply()),
    };
    return Response.json(half.tamper(reply));
  }

  function sealedReply(): Buffer {
    const nonce = randomBytes(12);
    const cipher = createCipheriv('aes-256-gcm', half.leaf('enrol-reply'), nonce).setAAD(transcriptHash());
    const plaintext = JSON.stringify(content(kind, half.serverTimeMs));
    return Buffer.concat([nonce, cipher.update(plaintext), cipher.final(), cipher.getAuthTag()]);
  }

  function confirmationKey(burnt: BurntCode): Buffer {
    return hmac(half.leaf('confirmation'), confirmationKeyMessage(burnt));
  }

  return half;
}

export const noClockAlias = '4040404040';

function content(kind: 'time' | 'event', serverTimeMs: number): EnrolmentContentJson {
  const common = {
    credentialNumber: '0123456789',
    issuerPrefix: '83',
    capVersion: 0,
    caps: [],
    operatorPublicKey: base64UrlText(new Uint8Array(32)),
    serverTimeMs,
  };
  if (kind === 'event') return { ...common, kind, alias: noClockAlias };
  const aliases = Array.from({ length: aliasDays }, (_, day) => String(1_000_000_000 + day));
  return { ...common, firstAliasDay: Math.floor(serverTimeMs / 86_400_000), aliases };
}

function pathOf(input: string | URL | Request): string {
  return new URL(input instanceof Request ? input.url : input).pathname;
}

function hmac(key: Uint8Array, message: Uint8Array | string): Buffer {
  return createHmac('sha256', key).update(message).digest();
}
