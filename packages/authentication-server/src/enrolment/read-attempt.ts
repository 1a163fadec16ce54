import { TallyError, type EnrolmentProofJson } from '@tallystick/foundation';
import { base64UrlBytes, base64UrlText } from '@tallystick/otp';
import { parseActivationId } from './activation-id.ts';
import { assertPublicKey } from './key-agreement.ts';

/** What a terminal sends to complete its enrolment. */
export interface Attempt {
  /** 16 bytes. */
  readonly activationId: Uint8Array;
  /** 65 bytes: a point of P-256, uncompressed. */
  readonly terminalKey: Uint8Array;
  /** 32 bytes. */
  readonly proof: Uint8Array;
}

/** @throws TallyError `activation_unknown`; `malformed_request`, field `terminalKey` or `proof`. */
export function readAttempt(activationId: string, request: EnrolmentProofJson): Attempt {
  const terminalKey = readBytes(request.terminalKey, 65, 'terminalKey');
  assertPublicKey(terminalKey);
  return {
    activationId: parseActivationId(activationId),
    terminalKey,
    proof: readBytes(request.proof, 32, 'proof'),
  };
}

/** Only the one canonical spelling: two texts for the same bytes are two requests to everybody else. */
function readBytes(text: string, length: number, field: string): Uint8Array {
  const bytes = base64UrlBytes(text);
  if (bytes?.length === length && base64UrlText(bytes) === text) return bytes;
  throw new TallyError('malformed_request', { detail: `${field} is ${length} bytes in base64url.`, field });
}
