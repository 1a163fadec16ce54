import { isTerminalKind, terminalKinds } from '../kinds/terminal-kinds.ts';
import type { CommonCredential, Credential } from '../terminal/credential.ts';
import {
  type JsonRecord,
  ShapeError,
  readText,
  readTexts,
  readWholeNumber,
  tenDigits,
} from './read-fields.ts';

const maximumCaps = 16;

/**
 * Reads a credential as the server sends it and as a key store keeps it: one of a device with a clock may come without its
 * kind. Throws a ShapeError.
 */
export function readCredential(record: JsonRecord): Credential {
  const kind = record['kind'] ?? 'time';
  if (!isTerminalKind(kind)) throw new ShapeError('kind');
  return terminalKinds[kind].read(record, readCommonFields(record));
}

function readCommonFields(record: JsonRecord): CommonCredential {
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
