import { base32Bytes } from '../bytes/base32.ts';
import { type U64, u64Bytes, u64OfBytes } from '../bytes/u64.ts';
import { percentDecoded } from '../bytes/utf8.ts';
import type { OtpHash } from '../hmac/hmac.ts';
import type { OtpDigits } from '../hotp/otp-digits.ts';
import { type KeyUri, longestKeyBytes, longestKeyUri, longestPeriodSeconds } from './key-uri.ts';

export type KeyUriError =
  /** Longer than 2048 characters. */
  | 'key_uri_too_long'
  /** Not `otpauth://`, a type, a label and parameters, or not percent-encoded UTF-8. */
  | 'key_uri_malformed'
  /** The type is neither totp nor hotp. */
  | 'key_uri_type_unknown'
  /** The label names no account. */
  | 'key_uri_account_missing'
  /** A parameter stands there twice, so that two readers could take different ones. */
  | 'key_uri_parameter_repeated'
  | 'key_uri_secret_missing'
  /** The secret is not base 32, or longer than 128 bytes. */
  | 'key_uri_secret_malformed'
  /** The algorithm is not SHA1, SHA256 or SHA512. */
  | 'key_uri_algorithm_unknown'
  /** The digits are not 6, 7 or 8. */
  | 'key_uri_digits_unknown'
  /** The period is not 1 to 3600 seconds. */
  | 'key_uri_period_unknown'
  /** A key URI of type hotp must say its counter. */
  | 'key_uri_counter_missing'
  /** The counter is not a number up to 2^64 − 1. */
  | 'key_uri_counter_malformed';

export type KeyUriResult =
  { readonly ok: true; readonly keyUri: KeyUri } | { readonly ok: false; readonly error: KeyUriError };

const names = ['secret', 'issuer', 'algorithm', 'digits', 'period', 'counter'] as const;

type KeyUriParameters = Partial<Record<(typeof names)[number], string>>;

/**
 * Reads a key URI. Never throws, and no error repeats the text. What it does not say is as usual: SHA1, 6 digits, 30
 * seconds. The parameter `issuer` counts before the one in the label; unknown parameters are passed over.
 */
export function parseKeyUri(text: string): KeyUriResult {
  if (text.length > longestKeyUri) return failure('key_uri_too_long');
  const [, type = '', label = '', query = ''] = /^otpauth:\/\/([^/?#]*)\/([^?#]*)\?([^#]*)/i.exec(text) ?? [];
  if (type === '') return failure('key_uri_malformed');
  const kind = type.toLowerCase();
  if (kind !== 'totp' && kind !== 'hotp') return failure('key_uri_type_unknown');
  const names = readLabel(label);
  const parameters = readParameters(query);
  if (names === undefined || parameters === 'malformed') return failure('key_uri_malformed');
  if (parameters === 'repeated') return failure('key_uri_parameter_repeated');
  if (names.account === '') return failure('key_uri_account_missing');
  const issuer = parameters.issuer?.trim() || names.issuer || null;

  if (parameters.secret === undefined || parameters.secret === '') return failure('key_uri_secret_missing');
  const key = base32Bytes(parameters.secret);
  if (key === undefined || key.length === 0 || key.length > longestKeyBytes) {
    return failure('key_uri_secret_malformed');
  }
  const hash = hashOf(parameters.algorithm ?? 'SHA1');
  if (hash === undefined) return failure('key_uri_algorithm_unknown');
  const digits = digitsOf(parameters.digits ?? '6');
  if (digits === undefined) return failure('key_uri_digits_unknown');
  return withMovingFactor(kind, parameters, { issuer, account: names.account, key, hash, digits });
}

function withMovingFactor(
  kind: KeyUri['type'],
  parameters: KeyUriParameters,
  parts: Omit<KeyUri, 'type'>,
): KeyUriResult {
  if (kind === 'totp') {
    const periodSeconds = periodOf(parameters.period ?? '30');
    if (periodSeconds === undefined) return failure('key_uri_period_unknown');
    return { ok: true, keyUri: { type: kind, ...parts, periodSeconds } };
  }
  if (parameters.counter === undefined) return failure('key_uri_counter_missing');
  const counter = counterOf(parameters.counter);
  if (counter === undefined) return failure('key_uri_counter_malformed');
  return { ok: true, keyUri: { type: kind, ...parts, counter } };
}

/** `account`, or `issuer:account`, with the colon as it is or encoded. */
function readLabel(label: string): { readonly issuer: string; readonly account: string } | undefined {
  const text = percentDecoded(label);
  if (text === undefined) return undefined;
  const colon = text.indexOf(':');
  return { issuer: text.slice(0, Math.max(colon, 0)).trim(), account: text.slice(colon + 1).trim() };
}

/**
 * The parameters that authenticators know; others (pictures, colours) are passed over. A plus is a space, as in forms:
 * many libraries write issuers like that.
 */
function readParameters(query: string): KeyUriParameters | 'malformed' | 'repeated' {
  const parameters: KeyUriParameters = {};
  for (const part of query.split('&')) {
    const [encodedName = ''] = part.split('=', 1);
    const name = names.find((known) => known === encodedName.toLowerCase());
    if (name === undefined) continue;
    const value = percentDecoded(part.slice(encodedName.length + 1).replaceAll('+', ' '));
    if (value === undefined) return 'malformed';
    if (parameters[name] !== undefined) return 'repeated';
    parameters[name] = value;
  }
  return parameters;
}

function hashOf(name: string): OtpHash | undefined {
  const plain = name.toUpperCase().replace('-', '');
  return plain === 'SHA1' || plain === 'SHA256' || plain === 'SHA512' ? plain : undefined;
}

function digitsOf(text: string): OtpDigits | undefined {
  if (text === '6') return 6;
  if (text === '7') return 7;
  return text === '8' ? 8 : undefined;
}

function periodOf(text: string): number | undefined {
  const period = /^[1-9][0-9]{0,3}$/.test(text) ? Number(text) : 0;
  return period >= 1 && period <= longestPeriodSeconds ? period : undefined;
}

function counterOf(text: string): U64 | undefined {
  try {
    return u64OfBytes(u64Bytes(text));
  } catch {
    return undefined;
  }
}

function failure(error: KeyUriError): KeyUriResult {
  return { ok: false, error };
}
