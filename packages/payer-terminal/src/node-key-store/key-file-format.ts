import { TallyError } from '@tallystick/foundation';
import { base64UrlBytes, base64UrlText } from '@tallystick/otp';
import { type JsonRecord, ShapeError, readRecord, readText, readWholeNumber } from '../json/read-fields.ts';
import { type ScryptParameters, scryptBounds } from './passphrase-seal.ts';

const formatName = 'tallystick-payer-terminal';
const formatVersion = 1;
const maximumTextLength = 1024 * 1024;

/** What a key store file holds: the state as JSON, or the same sealed under a passphrase. */
export type KeyFile =
  | { readonly kind: 'open'; readonly content: unknown }
  | { readonly kind: 'sealed'; readonly scrypt: ScryptParameters; readonly sealed: Uint8Array };

export function writeKeyFile(file: KeyFile): Uint8Array {
  const body =
    file.kind === 'open'
      ? { content: file.content }
      : { scrypt: scryptToJson(file.scrypt), sealed: base64UrlText(file.sealed) };
  return utf8(`${JSON.stringify({ format: formatName, version: formatVersion, ...body }, null, 2)}\n`);
}

/** Errors: `key_store_unreadable`. */
export function readKeyFile(bytes: Uint8Array): KeyFile {
  try {
    const record = readRecord(
      JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes)),
      'key store',
    );
    if (record['format'] !== formatName) throw new ShapeError('format');
    if (record['version'] !== formatVersion) throw new ShapeError('version');
    if (record['sealed'] === undefined) return { kind: 'open', content: record['content'] };
    return { kind: 'sealed', scrypt: readScrypt(record), sealed: readBase64Url(record, 'sealed') };
  } catch (error) {
    throw damagedKeyStore(error);
  }
}

/** The parser’s own words may quote the file, so they are not passed on. */
export function damagedKeyStore(error: unknown): TallyError {
  const words = error instanceof ShapeError ? ` ${error.message}` : '';
  return new TallyError('key_store_unreadable', { detail: `The key store is damaged.${words}` });
}

/** The header is bound to the sealed part, so that nobody can weaken the parameters of a later write. */
export function sealedHeader(scrypt: ScryptParameters): Uint8Array {
  return utf8(JSON.stringify([formatName, formatVersion, scryptToJson(scrypt)]));
}

export function readBase64Url(
  record: JsonRecord,
  field: string,
  byteLength?: number,
): Uint8Array<ArrayBuffer> {
  const bytes = base64UrlBytes(readText(record, field, { maximumLength: maximumTextLength }));
  if (bytes === undefined) throw new ShapeError(field);
  if (byteLength !== undefined && bytes.length !== byteLength) throw new ShapeError(field);
  return bytes;
}

function readScrypt(file: JsonRecord): ScryptParameters {
  const record = readRecord(file['scrypt'], 'scrypt');
  return {
    costLog2: readWholeNumber(record, 'costLog2', scryptBounds.costLog2),
    blockSize: readWholeNumber(record, 'blockSize', scryptBounds.blockSize),
    parallelism: readWholeNumber(record, 'parallelism', scryptBounds.parallelism),
    salt: readBase64Url(record, 'salt', 16),
  };
}

function scryptToJson(parameters: ScryptParameters): object {
  const { costLog2, blockSize, parallelism, salt } = parameters;
  return { costLog2, blockSize, parallelism, salt: base64UrlText(salt) };
}

function utf8(text: string): Uint8Array {
  return new TextEncoder().encode(text);
}
