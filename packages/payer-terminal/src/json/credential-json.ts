import type { Credential, TimeCredential } from '../terminal/credential.ts';
import { type JsonRecord, ShapeError, readText, readTexts, readWholeNumber } from './read-fields.ts';

/** Far above the 400 that an operator gives by default. */
const maximumAliases = 4000;
const maximumCaps = 16;
const maximumDay = 100_000;

const tenDigits = /^\d{10}$/;

/**
 * Reads a credential as the server sends it and as a key store keeps it: one of a device with a clock may come without its
 * kind. Throws a ShapeError.
 */
export function readCredential(record: JsonRecord): Credential {
  const kind = record['kind'] ?? 'time';
  if (kind === 'time') return { ...readCommonFields(record), kind, ...readAliases(record) };
  if (kind !== 'event') throw new ShapeError('kind');
  const alias = readText(record, 'alias', { maximumLength: 10, expression: tenDigits });
  return { ...readCommonFields(record), kind, alias };
}

function readAliases(record: JsonRecord): Pick<TimeCredential, 'firstAliasDay' | 'aliases'> {
  const firstAliasDay = readWholeNumber(record, 'firstAliasDay', { minimum: 0, maximum: maximumDay });
  const aliases = readTexts(record, 'aliases', { maximumLength: maximumAliases, expression: tenDigits });
  if (aliases.length === 0) throw new ShapeError('aliases');
  return { firstAliasDay, aliases };
}

function readCommonFields(record: JsonRecord) {
  return {
    credentialNumber: readText(record, 'credentialNumber', { maximumLength: 10, expression: tenDigits }),
    issuerPrefix: readText(record, 'issuerPrefix', { maximumLength: 2, expression: /^\d{2}$/ }),
    capVersion: readWholeNumber(record, 'capVersion', { minimum: 0, maximum: Number.MAX_SAFE_INTEGER }),
    caps: readTexts(record, 'caps', { maximumLength: maximumCaps, expression: /^(?:0|[1-9]\d{0,11})$/ }),
    operatorPublicKey: readText(record, 'operatorPublicKey', {
      maximumLength: 43,
      expression: /^[A-Za-z0-9_-]{43}$/,
    }),
  };
}
