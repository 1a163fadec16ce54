import { asciiBytes } from '../bytes/ascii.ts';
import { concatBytes } from '../bytes/concat-bytes.ts';
import { u64Bytes, type U64 } from '../bytes/u64.ts';
import { utf8Bytes } from '../bytes/utf8.ts';
import type { OcraHash, OcraSuite } from './ocra-suite.ts';
import { questionBytes } from './question-bytes.ts';

export interface OcraInputs {
  /** C: the press number. */
  readonly counter?: U64;
  /** Q: decimal digits for QN, hexadecimal digits for QH, letters and digits for QA. */
  readonly question: string;
  /** P: the PIN, hashed as the suite says: 20, 32 or 64 bytes. */
  readonly pinHash?: Uint8Array;
  /** S: information about the session, a text or its UTF-8 bytes, at most as long as the suite says. */
  readonly session?: string | Uint8Array;
  /** T: the number of time steps since 1970. */
  readonly step?: U64;
}

/** Bytes of each hash, and so of an HMAC with it. */
export const hashLengthsBytes: Readonly<Record<OcraHash, number>> = { SHA1: 20, SHA256: 32, SHA512: 64 };

const nothing = /* @__PURE__ */ new Uint8Array(0);
const separator = /* @__PURE__ */ new Uint8Array(1);

/**
 * The message of RFC 6287 section 5.1: OCRASuite ‖ 00 ‖ C ‖ Q ‖ P ‖ S ‖ T. Its HMAC goes to `truncateToDigits`.
 * Throws RangeError where an input is missing, has the wrong form, or is not one of the suite’s.
 */
export function ocraMessage(suite: OcraSuite, inputs: OcraInputs): Uint8Array<ArrayBuffer> {
  return concatBytes(
    asciiBytes(suite.text),
    separator,
    counterBytes(suite, inputs.counter),
    questionBytes(suite, inputs.question),
    pinHashBytes(suite, inputs.pinHash),
    sessionBytes(suite, inputs.session),
    stepBytes(suite, inputs.step),
  );
}

function counterBytes(suite: OcraSuite, counter: U64 | undefined): Uint8Array {
  if (suite.hasCounter !== (counter !== undefined)) throw mismatch('counter', suite.hasCounter);
  return counter === undefined ? nothing : u64Bytes(counter);
}

function pinHashBytes(suite: OcraSuite, pinHash: Uint8Array | undefined): Uint8Array {
  if ((suite.pinHash !== null) !== (pinHash !== undefined))
    throw mismatch('PIN hash', suite.pinHash !== null);
  if (suite.pinHash === null || pinHash === undefined) return nothing;
  const length = hashLengthsBytes[suite.pinHash];
  if (pinHash.length !== length) throw new RangeError(`this suite’s PIN hash has ${length} bytes`);
  return pinHash;
}

/** The RFC does not say how shorter information fills its bytes; its reference code puts the zeros in front. */
function sessionBytes(suite: OcraSuite, session: string | Uint8Array | undefined): Uint8Array {
  const length = suite.sessionLengthBytes;
  if ((length !== null) !== (session !== undefined)) throw mismatch('session information', length !== null);
  if (length === null || session === undefined) return nothing;
  const bytes = typeof session === 'string' ? utf8Bytes(session) : session;
  if (bytes.length > length)
    throw new RangeError(`this suite’s session information has at most ${length} bytes`);
  const field = new Uint8Array(length);
  field.set(bytes, length - bytes.length);
  return field;
}

function stepBytes(suite: OcraSuite, step: U64 | undefined): Uint8Array {
  const wanted = suite.stepSeconds !== null;
  if (wanted !== (step !== undefined)) throw mismatch('time step', wanted);
  return step === undefined ? nothing : u64Bytes(step);
}

function mismatch(input: string, wanted: boolean): RangeError {
  return new RangeError(wanted ? `this suite needs its ${input}` : `this suite takes no ${input}`);
}
