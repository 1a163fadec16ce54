import type { OcraSuite } from './ocra-suite.ts';

// The modes of RFC 6287 section 7 differ in their question and in what else a suite may mix in. Each function here gives
// the question of one mode for `makeOcra` and `verifyOcra`, and throws RangeError where suite or challenge don’t fit it.

/** The two challenges of a mode in which both sides prove themselves. */
export interface Challenges {
  /** QC: chosen by the client, and as long as the suite allows. */
  readonly clientChallenge: string;
  /** QS: chosen by the server; in the signature modes what is to be signed. */
  readonly serverChallenge: string;
}

/** Section 7.1: the server asks, the client answers. */
export function oneWayQuestion(suite: OcraSuite, challenge: string): string {
  checkChallenge(suite, challenge);
  return challenge;
}

/** Section 7.2: the server’s answer, QC ‖ QS, by a suite without a PIN. The client checks it before it gives its own. */
export function mutualServerQuestion(suite: OcraSuite, challenges: Challenges): string {
  checkNoPin(suite);
  return joined(suite, challenges, challenges.clientChallenge, challenges.serverChallenge);
}

/** Section 7.2: the client’s answer, QS ‖ QC. */
export function mutualClientQuestion(suite: OcraSuite, challenges: Challenges): string {
  return joined(suite, challenges, challenges.serverChallenge, challenges.clientChallenge);
}

/** Section 7.3: the client signs what the server sent, or its hash. */
export function signatureQuestion(suite: OcraSuite, challenge: string): string {
  checkNoSession(suite);
  return oneWayQuestion(suite, challenge);
}

/** Section 7.4: the server’s proof that the request to sign is its own, QC ‖ QS, by a suite without a PIN. */
export function signatureServerQuestion(suite: OcraSuite, challenges: Challenges): string {
  checkNoSession(suite);
  return mutualServerQuestion(suite, challenges);
}

/** Section 7.4: the signature, QS ‖ QC. */
export function signatureClientQuestion(suite: OcraSuite, challenges: Challenges): string {
  checkNoSession(suite);
  return mutualClientQuestion(suite, challenges);
}

/** True where a text is a challenge of the suite’s format and at most of its length. For what the other side sends. */
export function isChallengeOf(suite: OcraSuite, text: string): boolean {
  if (text.length < 1 || text.length > suite.questionLength) return false;
  if (suite.questionFormat === 'N') return /^[0-9]+$/.test(text);
  return suite.questionFormat === 'H' ? /^[0-9A-Fa-f]+$/.test(text) : /^[0-9A-Za-z]+$/.test(text);
}

/**
 * Two challenges side by side are one text, which could be cut elsewhere into two other challenges, unless one of them
 * has a length that both sides know. The client’s has: it is random, so that nothing is lost by its full length.
 */
function joined(suite: OcraSuite, challenges: Challenges, first: string, second: string): string {
  checkChallenge(suite, first);
  checkChallenge(suite, second);
  if (challenges.clientChallenge.length !== suite.questionLength) {
    throw new RangeError(`a client’s challenge has ${suite.questionLength} characters`);
  }
  return first + second;
}

function checkChallenge(suite: OcraSuite, challenge: string): void {
  if (!isChallengeOf(suite, challenge))
    throw new RangeError('the challenge is not of the suite’s format and length');
}

function checkNoPin(suite: OcraSuite): void {
  if (suite.pinHash !== null) throw new RangeError('the server’s suite takes no PIN hash');
}

function checkNoSession(suite: OcraSuite): void {
  if (suite.sessionLengthBytes !== null)
    throw new RangeError('a signature’s suite takes no session information');
}
