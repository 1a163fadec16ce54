import { randomBytes } from 'node:crypto';
import { base64UrlText, sha256, utf8Bytes } from '@tallystick/otp';

/** Who a key belongs to; it starts the key, so that a person and a secret scanner can tell the kinds apart. */
export type ApiKeyKind = 'till' | 'operator';

/** A new API key. `text` is shown once and never stored; `keyHash` is stored. */
export interface NewApiKey {
  readonly text: string;
  readonly keyHash: Buffer;
}

const randomByteCount = 32;
const bearerExpressions = {
  till: /^Bearer (till_[A-Za-z0-9_-]{43})$/,
  operator: /^Bearer (operator_[A-Za-z0-9_-]{43})$/,
} as const;

/** `till_` or `operator_`, then 256 random bits in base64url. */
export function makeApiKey(kind: ApiKeyKind): NewApiKey {
  const text = `${kind}_${base64UrlText(randomBytes(randomByteCount))}`;
  return { text, keyHash: hashApiKey(text) };
}

/**
 * SHA-256 of the key’s text. A plain hash is enough: 256 random bits can’t be searched for. It also makes the lookup
 * safe, since how long it takes depends on the hash and not on the key. By paycode and not by node:crypto, whose call
 * costs twice as much as the one block that a key is.
 */
export function hashApiKey(text: string): Buffer {
  return Buffer.from(sha256(utf8Bytes(text)).buffer);
}

/** Reads `Authorization: Bearer <key>` (RFC 6750, section 2.1); undefined where it is anything else. */
export function keyOfBearer(kind: ApiKeyKind, authorization: string | undefined): string | undefined {
  if (authorization === undefined || authorization.length > 128) return undefined;
  return bearerExpressions[kind].exec(authorization)?.[1];
}
