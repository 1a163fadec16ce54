import type { OcraHash, OcraSuite, QuestionFormat } from './ocra-suite.ts';

export type OcraSuiteError =
  /** Not three parts between two colons, or longer than any suite can be. */
  | 'suite_malformed'
  /** The first part is not `OCRA-1`. */
  | 'suite_version_unknown'
  /** The second part is not `HOTP-` with SHA1, SHA256 or SHA512 and 0 or 4 to 10 digits. */
  | 'suite_function_unknown'
  /** An input is unknown, twice there, or not in the order C, Q, P, S, T. */
  | 'suite_inputs_unknown'
  /** The question is not QN, QH or QA with a length from 04 to 64. */
  | 'suite_question_unknown'
  /** The PIN’s hash is not SHA1, SHA256 or SHA512. */
  | 'suite_pin_hash_unknown'
  /** The session information is not S with three digits, 001 to 512 bytes. */
  | 'suite_session_unknown'
  /** The time step is not 1 to 59 seconds, 1 to 59 minutes or 1 to 48 hours. */
  | 'suite_time_step_unknown';

export type OcraSuiteResult =
  { readonly ok: true; readonly suite: OcraSuite } | { readonly ok: false; readonly error: OcraSuiteError };

/** Room for `OCRA-1:HOTP-SHA512-10:C-QN64-PSHA512-S512-T59M`, the longest there is; anything beyond is refused unread. */
const longestSuite = 48;

const secondsOfUnit: Readonly<Record<string, number>> = { S: 1, M: 60, H: 3600 };
const mostOfUnit: Readonly<Record<string, number>> = { S: 59, M: 59, H: 48 };

/**
 * Reads an OCRASuite, RFC 6287 section 6. Never throws; case counts, because the suite itself is hashed. The defaults that
 * the RFC names for a bare Q, P, S or T are not read: its own reference code leaves a bare P or S out of the message.
 */
export function parseOcraSuite(text: string): OcraSuiteResult {
  if (text.length > longestSuite) return failure('suite_malformed');
  const [version, cryptoFunction, dataInput, ...rest] = text.split(':');
  if (cryptoFunction === undefined || dataInput === undefined || rest.length > 0)
    return failure('suite_malformed');
  if (version !== 'OCRA-1') return failure('suite_version_unknown');

  const functionParts = /^HOTP-(SHA1|SHA256|SHA512)-(0|[4-9]|10)$/.exec(cryptoFunction);
  const hash = hashOf(functionParts?.[1]);
  if (functionParts === null || hash === undefined) return failure('suite_function_unknown');

  const inputs = splitInputs(dataInput);
  if (inputs === undefined) return failure('suite_inputs_unknown');

  // Two digits by the grammar of section 6.3, but section 6.4 itself writes QH8.
  const question = /^Q([NHA])(0?[4-9]|[1-5][0-9]|6[0-4])$/.exec(inputs.question ?? '');
  const questionFormat = formatOf(question?.[1]);
  if (question === null || questionFormat === undefined) return failure('suite_question_unknown');

  const pinHash = inputs.pin === undefined ? null : hashOf(inputs.pin.slice(1));
  if (pinHash === undefined) return failure('suite_pin_hash_unknown');

  const sessionLengthBytes = inputs.session === undefined ? null : lengthOfSession(inputs.session);
  if (sessionLengthBytes === undefined) return failure('suite_session_unknown');

  const stepSeconds = inputs.time === undefined ? null : secondsOfStep(inputs.time);
  if (stepSeconds === undefined) return failure('suite_time_step_unknown');

  const digits = Number(functionParts[2]);
  const questionLength = Number(question[2]);
  const hasCounter = inputs.counter !== undefined;
  return {
    ok: true,
    suite: {
      text,
      hash,
      digits,
      hasCounter,
      questionFormat,
      questionLength,
      pinHash,
      sessionLengthBytes,
      stepSeconds,
    },
  };
}

/** A suite that the program itself wrote down. Throws RangeError where it is wrong. */
export function ocraSuite(text: string): OcraSuite {
  const result = parseOcraSuite(text);
  if (!result.ok) throw new RangeError(`not an OCRA suite: ${result.error}`);
  return result.suite;
}

interface SuiteInputs {
  readonly counter: string | undefined;
  readonly question: string | undefined;
  readonly pin: string | undefined;
  readonly session: string | undefined;
  readonly time: string | undefined;
}

/** RFC 6287 section 6.3: `C-QFxx-PH-Snnn-TG`; the order is fixed, all but the question may be missing. */
function splitInputs(dataInput: string): SuiteInputs | undefined {
  const parts = /^(?:(C)-)?(Q\w*)(?:-(P\w*))?(?:-(S\w*))?(?:-(T\w*))?$/.exec(dataInput);
  if (parts === null) return undefined;
  return { counter: parts[1], question: parts[2], pin: parts[3], session: parts[4], time: parts[5] };
}

/** Section 6.3 names 64, 128, 256 and 512 bytes and leaves other lengths to the parties; section 5.1 ends at 512. */
function lengthOfSession(session: string): number | undefined {
  const length = /^S[0-9]{3}$/.test(session) ? Number(session.slice(1)) : 0;
  return length >= 1 && length <= 512 ? length : undefined;
}

/** Erratum 3729 corrects the hours of section 6.3: 1 to 48, since no step has no length. */
function secondsOfStep(time: string): number | undefined {
  const parts = /^T([1-9][0-9]?)([SMH])$/.exec(time);
  const count = Number(parts?.[1] ?? 0);
  const unit = parts?.[2] ?? '';
  const most = mostOfUnit[unit];
  const seconds = secondsOfUnit[unit];
  if (most === undefined || seconds === undefined || count > most) return undefined;
  return count * seconds;
}

function hashOf(name: string | undefined): OcraHash | undefined {
  return name === 'SHA1' || name === 'SHA256' || name === 'SHA512' ? name : undefined;
}

function formatOf(letter: string | undefined): QuestionFormat | undefined {
  return letter === 'N' || letter === 'H' || letter === 'A' ? letter : undefined;
}

function failure(error: OcraSuiteError): OcraSuiteResult {
  return { ok: false, error };
}
