import { createECDH, ECDH } from 'node:crypto';
import { TallyError } from '@tallystick/foundation';

/** P-256 (secp256r1) under the name that Node has for it. */
const curve = 'prime256v1';
const uncompressed = 0x04;
const publicKeyLength = 65;
const privateKeyLength = 32;

export interface KeyPair {
  readonly privateKey: Uint8Array;
  /** 65 bytes, uncompressed. */
  readonly publicKey: Uint8Array;
}

/** A key pair for one activation; it is destroyed when that is consumed. */
export function newKeyPair(): KeyPair {
  const exchange = createECDH(curve);
  const publicKey = exchange.generateKeys();
  const privateKey = Buffer.alloc(privateKeyLength);
  // Node leaves out leading zeros.
  const scalar = exchange.getPrivateKey();
  scalar.copy(privateKey, privateKeyLength - scalar.length);
  scalar.fill(0);
  return { privateKey, publicKey };
}

/**
 * Refuses all but an uncompressed point of the curve (SEC 1, section 2.3.4): what lies outside would give away our
 * private key, and a second spelling of a point would be a second transcript.
 *
 * @throws TallyError `malformed_request`, field `terminalKey`.
 */
export function assertPublicKey(publicKey: Uint8Array): void {
  if (publicKey.length !== publicKeyLength || publicKey[0] !== uncompressed) throw notAPoint();
  try {
    ECDH.convertKey(publicKey, curve);
  } catch {
    throw notAPoint();
  }
}

/**
 * ECDH of NIST SP 800-56A, section 5.7.1.2: the x coordinate, 32 bytes. The caller wipes it.
 *
 * @throws TallyError `malformed_request` where the public key is not a point of the curve.
 */
export function agreeOnSecret(privateKey: Uint8Array, publicKey: Uint8Array): Uint8Array {
  assertPublicKey(publicKey);
  const exchange = createECDH(curve);
  exchange.setPrivateKey(privateKey);
  return exchange.computeSecret(publicKey);
}

function notAPoint(): TallyError {
  return new TallyError('malformed_request', {
    detail: 'The terminal’s key is not an uncompressed point of P-256.',
    field: 'terminalKey',
  });
}
