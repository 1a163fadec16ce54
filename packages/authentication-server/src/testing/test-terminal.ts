import { base64UrlBytes, base64UrlText } from '@tallystick/otp';
import {
  activationIdMessage,
  enrolmentTranscript,
  keyInfo,
  parseActivationCode,
  type KeyLabel,
} from '@tallystick/paycode';
import type {
  EnrolmentProofJson,
  EventEnrolmentContentJson,
  TimeEnrolmentContentJson,
} from '@tallystick/foundation';
import { Type } from 'typebox';
import { Value } from 'typebox/value';
import type { Leaves } from '../credentials/leaves.ts';

/**
 * A payer terminal reduced to its enrolment. It uses WebCrypto, so that it is a second opinion on the server, which uses
 * node:crypto.
 */
export interface TestTerminal {
  /** 32 hex digits. */
  readonly activationId: string;
  /** The body to send after the server’s key was offered. */
  prove(serverKey: string): Promise<EnrolmentProofJson>;
  /** Throws where the server’s proof is wrong or the reply does not open. */
  read(serverKey: string, reply: SealedReply): Promise<TimeEnrolmentContentJson>;
  /** The same for a terminal without a clock. */
  readEvent(serverKey: string, reply: SealedReply): Promise<EventEnrolmentContentJson>;
  /** The same for a terminal of any kind. */
  readAny(serverKey: string, reply: SealedReply): Promise<unknown>;
  leaves(serverKey: string): Promise<Leaves>;
}

interface SealedReply {
  readonly proof: string;
  readonly sealedReply: string;
}

const tenDigits = Type.String({ pattern: '^[0-9]{10}$' });
const commonContent = {
  credentialNumber: tenDigits,
  issuerPrefix: Type.String({ pattern: '^[0-9]{2}$' }),
  capVersion: Type.Integer(),
  caps: Type.Array(Type.String()),
  operatorPublicKey: Type.String({ minLength: 43, maxLength: 43 }),
  serverTimeMs: Type.Integer(),
};

/** Exactly the fields that a terminal with a clock is promised. */
const TimeContent = Type.Object(
  { ...commonContent, firstAliasDay: Type.Integer(), aliases: Type.Array(tenDigits) },
  { additionalProperties: false },
);

/** And one without. */
const EventContent = Type.Object(
  { ...commonContent, kind: Type.Literal('event'), alias: tenDigits },
  { additionalProperties: false },
);

const { subtle } = globalThis.crypto;
const p256 = { name: 'ECDH', namedCurve: 'P-256' };
const hmacSha256 = { name: 'HMAC', hash: 'SHA-256' };

export async function newTestTerminal(activationCode: string): Promise<TestTerminal> {
  const parsed = parseActivationCode(activationCode);
  if (!parsed.ok) throw new Error(parsed.error);
  const { code } = parsed;
  const activationId = new Uint8Array(await sha256(activationIdMessage(code))).slice(0, 16);
  const pair = await subtle.generateKey(p256, false, ['deriveBits']);
  const terminalKey = new Uint8Array(await subtle.exportKey('raw', pair.publicKey));

  function transcriptWith(serverKey: string): Uint8Array<ArrayBuffer> {
    return enrolmentTranscript({ activationId, terminalKey, serverKey: bytesOf(serverKey) });
  }

  async function derive(serverKey: string, label: KeyLabel): Promise<Uint8Array<ArrayBuffer>> {
    const theirs = await subtle.importKey('raw', bytesOf(serverKey), p256, false, []);
    const shared = await subtle.deriveBits({ name: 'ECDH', public: theirs }, pair.privateKey, 256);
    const input = await subtle.importKey('raw', shared, 'HKDF', false, ['deriveBits']);
    const info = keyInfo(label, await sha256(transcriptWith(serverKey)));
    return new Uint8Array(
      await subtle.deriveBits({ name: 'HKDF', hash: 'SHA-256', salt: code, info }, input, 256),
    );
  }

  async function proofKey(serverKey: string, label: KeyLabel): Promise<CryptoKey> {
    return subtle.importKey('raw', await derive(serverKey, label), hmacSha256, false, ['sign', 'verify']);
  }

  async function open(serverKey: string, reply: SealedReply): Promise<unknown> {
    const key = await proofKey(serverKey, 'proof-server');
    const proved = await subtle.verify('HMAC', key, bytesOf(reply.proof), transcriptWith(serverKey));
    if (!proved) throw new Error('The server’s proof is wrong.');
    return openReply(await derive(serverKey, 'enrol-reply'), transcriptWith(serverKey), reply.sealedReply);
  }

  return {
    activationId: Buffer.from(activationId).toString('hex'),
    async prove(serverKey) {
      const key = await proofKey(serverKey, 'proof-terminal');
      const proof = new Uint8Array(await subtle.sign('HMAC', key, transcriptWith(serverKey)));
      return { terminalKey: base64UrlText(terminalKey), proof: base64UrlText(proof) };
    },
    async read(serverKey, reply) {
      const content = await open(serverKey, reply);
      if (!Value.Check(TimeContent, content)) throw new Error('The reply has another shape.');
      return content;
    },
    async readEvent(serverKey, reply) {
      const content = await open(serverKey, reply);
      if (!Value.Check(EventContent, content)) throw new Error('The reply has another shape.');
      return content;
    },
    readAny: open,
    async leaves(serverKey) {
      return {
        password: await derive(serverKey, 'password'),
        pin: await derive(serverKey, 'pin'),
        confirmation: await derive(serverKey, 'confirmation'),
        contact: await derive(serverKey, 'contact'),
      };
    },
  };
}

async function openReply(
  keyBytes: Uint8Array<ArrayBuffer>,
  transcript: Uint8Array<ArrayBuffer>,
  sealedReply: string,
): Promise<unknown> {
  const key = await subtle.importKey('raw', keyBytes, 'AES-GCM', false, ['decrypt']);
  const sealed = bytesOf(sealedReply);
  const additionalData = await sha256(transcript);
  const algorithm = { name: 'AES-GCM', iv: sealed.slice(0, 12), additionalData };
  const plaintext = await subtle.decrypt(algorithm, key, sealed.slice(12));
  return JSON.parse(new TextDecoder().decode(plaintext));
}

async function sha256(message: Uint8Array<ArrayBuffer>): Promise<Uint8Array<ArrayBuffer>> {
  return new Uint8Array(await subtle.digest('SHA-256', message));
}

function bytesOf(text: string): Uint8Array<ArrayBuffer> {
  const bytes = base64UrlBytes(text);
  if (bytes === undefined) throw new Error('not base64url');
  return bytes;
}
