import { base64UrlText } from '@tallystick/otp';
import { readCredential } from '../json/credential-json.ts';
import { type JsonRecord, readRecord, readText, readWholeNumber } from '../json/read-fields.ts';
import type { ActivatedTerminal, HalfDoneEnrolment, TerminalState } from '../terminal/terminal-state.ts';
import { leavesToJson, privateKeyToJson, readLeaves, readPrivateKey } from './key-bytes.ts';
import { damagedKeyStore, readBase64Url } from './key-file-format.ts';
import { readOfferedCodes } from './offered-code-json.ts';

const publicKeyBytes = 65;
const activationCodeBytes = 16;
const anyMoment = { minimum: 0, maximum: Number.MAX_SAFE_INTEGER };

/** The state as JSON with raw keys: to be written into a file that only its owner can read. */
export async function stateToJson(state: TerminalState): Promise<object> {
  const { halfDoneEnrolment, activated } = state;
  return {
    ...(halfDoneEnrolment && { halfDoneEnrolment: await enrolmentToJson(halfDoneEnrolment) }),
    ...(activated && { activated: { ...activated, leaves: await leavesToJson(activated.leaves) } }),
  };
}

/** Errors: `key_store_unreadable`. */
export async function readState(content: unknown): Promise<TerminalState> {
  try {
    const record = readRecord(content, 'content');
    const { halfDoneEnrolment, activated } = record;
    return {
      halfDoneEnrolment: halfDoneEnrolment === undefined ? undefined : await readEnrolment(halfDoneEnrolment),
      activated: activated === undefined ? undefined : await readActivated(activated),
    };
  } catch (error) {
    throw damagedKeyStore(error);
  }
}

async function readActivated(value: unknown): Promise<ActivatedTerminal> {
  const record = readRecord(value, 'activated');
  return {
    credential: readCredential(readRecord(record['credential'], 'credential')),
    leaves: await readLeaves(record['leaves']),
    clock: readClock(readRecord(record['clock'], 'clock')),
    highestOfferedStep: readWholeNumber(record, 'highestOfferedStep', { ...anyMoment, minimum: -1 }),
    offeredCodes: readOfferedCodes(record),
  };
}

function readClock(record: JsonRecord): ActivatedTerminal['clock'] {
  return {
    offsetMs: readWholeNumber(record, 'offsetMs', { ...anyMoment, minimum: Number.MIN_SAFE_INTEGER }),
    provenMs: readWholeNumber(record, 'provenMs', anyMoment),
  };
}

async function enrolmentToJson(enrolment: HalfDoneEnrolment): Promise<object> {
  return {
    serverUrl: enrolment.serverUrl,
    activationCode: base64UrlText(enrolment.activationCode),
    terminalPrivateKey: await privateKeyToJson(enrolment.terminalPrivateKey),
    terminalPublicKey: base64UrlText(enrolment.terminalPublicKey),
    serverPublicKey: base64UrlText(enrolment.serverPublicKey),
  };
}

async function readEnrolment(value: unknown): Promise<HalfDoneEnrolment> {
  const record = readRecord(value, 'halfDoneEnrolment');
  return {
    serverUrl: readText(record, 'serverUrl', { maximumLength: 2048 }),
    activationCode: readBase64Url(record, 'activationCode', activationCodeBytes),
    terminalPrivateKey: await readPrivateKey(record, 'terminalPrivateKey'),
    terminalPublicKey: readBase64Url(record, 'terminalPublicKey', publicKeyBytes),
    serverPublicKey: readBase64Url(record, 'serverPublicKey', publicKeyBytes),
  };
}
