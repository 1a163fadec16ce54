import { createHash, createHmac, createSecretKey, hkdfSync, type KeyObject } from 'node:crypto';
import { enrolmentTranscript, keyInfo, type KeyLabel } from '@tallystick/paycode';
import type { Leaves } from '../credentials/leaves.ts';
import { agreeOnSecret } from './key-agreement.ts';

/** What both sides know of one enrolment, seen from the server. */
export interface EnrolmentExchange {
  /** 16 bytes. */
  readonly activationId: Uint8Array;
  /** 16 bytes that only the terminal and we know. */
  readonly activationCode: Uint8Array;
  readonly serverPrivateKey: Uint8Array;
  /** 65 bytes. */
  readonly serverKey: Uint8Array;
  /** 65 bytes. */
  readonly terminalKey: Uint8Array;
}

export interface EnrolmentKeys {
  readonly leaves: Leaves;
  /** What a terminal that knows the code proves with. */
  readonly terminalProof: Uint8Array;
  readonly serverProof: Uint8Array;
  readonly replyKey: KeyObject;
  readonly transcriptHash: Uint8Array;
}

const keyLength = 32;

/**
 * DESIGN §3.9, row “keys”: every key is HKDF-SHA-256 (RFC 5869) of the ECDH secret, salted with the activation code and
 * bound to the transcript, so that it is known only to who holds a private key *and* the code.
 */
export function deriveEnrolmentKeys(exchange: EnrolmentExchange): EnrolmentKeys {
  const transcript = enrolmentTranscript(exchange);
  const transcriptHash = createHash('sha256').update(transcript).digest();
  const secret = agreeOnSecret(exchange.serverPrivateKey, exchange.terminalKey);
  const derive = (label: KeyLabel): Uint8Array =>
    new Uint8Array(
      hkdfSync('sha256', secret, exchange.activationCode, keyInfo(label, transcriptHash), keyLength),
    );
  const keys = {
    leaves: {
      password: derive('password'),
      pin: derive('pin'),
      confirmation: derive('confirmation'),
      contact: derive('contact'),
    },
    terminalProof: hmac(derive('proof-terminal'), transcript),
    serverProof: hmac(derive('proof-server'), transcript),
    replyKey: createSecretKey(derive('enrol-reply')),
    transcriptHash,
  };
  secret.fill(0);
  return keys;
}

function hmac(key: Uint8Array, message: Uint8Array): Uint8Array {
  return createHmac('sha256', key).update(message).digest();
}
