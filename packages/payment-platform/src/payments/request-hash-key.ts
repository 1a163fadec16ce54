import { createSecretKey, randomBytes, type KeyObject } from 'node:crypto';
import { TallyError } from '@tallystick/foundation';
import { base64UrlBytes, base64UrlText } from '@tallystick/otp';
import { Type } from 'typebox';
import { Value } from 'typebox/value';

const keyLength = 32;

const RequestHashKeyFile = Type.Object(
  { version: Type.Literal(1), requestHash: Type.String({ minLength: 43, maxLength: 43 }) },
  { additionalProperties: false },
);

/** The text of a new key file of a platform apart: the request hash key alone. */
export function newRequestHashKeyText(): string {
  const requestHash = base64UrlText(randomBytes(keyLength));
  return `${JSON.stringify({ version: 1, requestHash }, null, 2)}\n`;
}

/**
 * Reads the text of the key file of a platform apart, which has no other key:
 * `{ "version": 1, "requestHash": "<32 bytes>" }`, bytes in base64url.
 *
 * @param source names the place in the error, for the operator.
 * @throws TallyError `key_file_unreadable`; its words hold nothing of the text, which may be half a key.
 */
export function parseRequestHashKey(text: string, source: string): KeyObject {
  const file = parseJson(text);
  if (!Value.Check(RequestHashKeyFile, file))
    throw unreadable(source, 'it is not in the format of a platform’s key file');
  const bytes = base64UrlBytes(file.requestHash);
  if (bytes?.length !== keyLength) throw unreadable(source, 'a key is not 32 bytes in base64url');
  const key = createSecretKey(bytes);
  bytes.fill(0);
  return key;
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function unreadable(source: string, reason: string): TallyError {
  return new TallyError('key_file_unreadable', { detail: `The keys in ${source} can’t be used: ${reason}.` });
}
