import { createCipheriv, createDecipheriv, createECDH, hkdfSync } from 'node:crypto';

import { bigEndian, hash, hmac, join } from './octets.ts';

/** protocol.md section 2. */

const crockford = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';

export const activationText = (code: Buffer): string => {
  const value = bigEndian(code);
  return Array.from({ length: 26 }, (_, place) => {
    const digit = (value >> BigInt(5 * (25 - place))) & 31n;
    return crockford[Number(digit)];
  }).join('');
};

/** The 16 bytes, or the name of what is wrong with the text. */
export const readActivation = (text: string): Buffer | string => {
  const symbols = text
    .replaceAll(/[a-z]/g, (letter) => letter.toUpperCase())
    .replaceAll(/[\s\p{Dash}]/gu, '')
    .replaceAll(/[IL]/g, '1')
    .replaceAll('O', '0');
  if (symbols.length !== 26) return 'activation_wrong_length';
  const values = [...symbols].map((symbol) => crockford.indexOf(symbol));
  if (values.includes(-1)) return 'activation_wrong_character';
  if ((values[0] ?? 0) > 7) return 'activation_out_of_range';
  const value = values.reduce((sum, digit) => sum * 32n + BigInt(digit), 0n);
  return Buffer.from(value.toString(16).padStart(32, '0'), 'hex');
};

export const activationId = (code: Buffer): Buffer =>
  hash('sha256', 'tallystick/activation-id/v1', code).subarray(0, 16);

export const publicKeyOf = (privateKey: Buffer): Buffer => {
  const own = createECDH('prime256v1');
  own.setPrivateKey(privateKey);
  return own.getPublicKey();
};

/** The x coordinate of the common point, or undefined where the other key is no point of the curve. */
export const sharedSecret = (privateKey: Buffer, otherKey: Buffer): Buffer | undefined => {
  const own = createECDH('prime256v1');
  own.setPrivateKey(privateKey);
  try {
    return otherKey.length === 65 && otherKey[0] === 4 ? own.computeSecret(otherKey) : undefined;
  } catch {
    return undefined;
  }
};

export const transcriptOf = (code: Buffer, terminalKey: Buffer, serverKey: Buffer): Buffer =>
  join('tallystick/enrol/v1', activationId(code), terminalKey, serverKey);

export type KeyLabel =
  'password' | 'pin' | 'confirmation' | 'contact' | 'proof-terminal' | 'proof-server' | 'enrol-reply';

export const keyOf = (label: KeyLabel, secret: Buffer, code: Buffer, transcript: Buffer): Buffer =>
  Buffer.from(
    hkdfSync('sha256', secret, code, join('tallystick/v1/', label, hash('sha256', transcript)), 32),
  );

export const proofOf = (proofKey: Buffer, transcript: Buffer): Buffer => hmac('sha256', proofKey, transcript);

export const sealReply = (key: Buffer, nonce: Buffer, transcript: Buffer, plain: string): Buffer => {
  const cipher = createCipheriv('aes-256-gcm', key, nonce).setAAD(hash('sha256', transcript));
  return join(nonce, cipher.update(plain, 'utf8'), cipher.final(), cipher.getAuthTag());
};

/** Undefined where the seal is broken. */
export const openReply = (key: Buffer, transcript: Buffer, sealed: Buffer): string | undefined => {
  const [nonce, tag] = [sealed.subarray(0, 12), sealed.subarray(-16)];
  try {
    const opener = createDecipheriv('aes-256-gcm', key, nonce, { authTagLength: 16 });
    opener.setAAD(hash('sha256', transcript)).setAuthTag(tag);
    return join(opener.update(sealed.subarray(12, -16)), opener.final()).toString('utf8');
  } catch {
    return undefined;
  }
};
