import type { Credential } from '../terminal/credential.ts';
import { type JsonRecord, ShapeError, readText, readTexts, readWholeNumber } from './read-fields.ts';

/** Far above the 400 that an operator gives by default. */
const maximumAliases = 4000;
const maximumCaps = 16;
const maximumDay = 100_000;

const tenDigits = /^\d{10}$/;

/** Reads a credential as the server sends it and as a key store keeps it. Throws a ShapeError. */
export function readCredential(record: JsonRecord): Credential {
  const credential: Credential = {
    credentialNumber: readText(record, 'credentialNumber', { maximumLength: 10, expression: tenDigits }),
    issuerPrefix: readText(record, 'issuerPrefix', { maximumLength: 2, expression: /^\d{2}$/ }),
    firstAliasDay: readWholeNumber(record, 'firstAliasDay', { minimum: 0, maximum: maximumDay }),
    aliases: readTexts(record, 'aliases', { maximumLength: maximumAliases, expression: tenDigits }),
    capVersion: readWholeNumber(record, 'capVersion', { minimum: 0, maximum: Number.MAX_SAFE_INTEGER }),
    caps: readTexts(record, 'caps', { maximumLength: maximumCaps, expression: /^(?:0|[1-9]\d{0,11})$/ }),
    operatorPublicKey: readText(record, 'operatorPublicKey', {
      maximumLength: 43,
      expression: /^[A-Za-z0-9_-]{43}$/,
    }),
  };
  if (credential.aliases.length === 0) throw new ShapeError('aliases');
  return credential;
}
