import { type U64, u64Bytes, u64OfBytes } from '../bytes/u64.ts';
import type { Hmac } from '../hmac/hmac.ts';
import {
  type Candidate,
  type Candidates,
  candidatesAbove,
  malformed,
  type Offer,
  onlyCandidate,
  type VerifyResult,
} from '../verification/candidates.ts';
import { offeredDigits, offeredHmac } from '../verification/offered-password.ts';
import { checkPairs, counterWindow, stepWindow } from '../verification/window.ts';
import { ocraStep } from './make-ocra.ts';
import { hashLengthsBytes, ocraMessage, type OcraInputs } from './ocra-message.ts';
import type { OcraSuite } from './ocra-suite.ts';

export interface OcraVerification extends Omit<OcraInputs, 'counter' | 'step'> {
  readonly suite: OcraSuite;
  /** As the person typed it. */
  readonly password: string;
  /**
   * The counter that was accepted last, or the step where the suite has time and no counter; null where none ever was.
   * A suite with neither takes null: there the server uses each challenge once.
   */
  readonly lastAccepted: U64 | null;
  /** Unix time, for a suite with time. */
  readonly unixSeconds?: number;
  /** How many presses may have been lost, 10 unless said otherwise. */
  readonly lookAheadCounters?: number;
  /** How many steps back a time may be, 0 unless said otherwise. */
  readonly lookBackSteps?: number;
  /** How many steps ahead a time may be, 1 unless said otherwise. */
  readonly lookAheadSteps?: number;
}

/**
 * Verifies a response of RFC 6287. Store the `lastAccepted` that it returns before anything else is done; null means that
 * the challenge must not be used again. Throws RangeError on inputs that are not the suite’s and on a wrong window.
 */
export function verifyOcra(inputs: OcraVerification & { readonly hmac: Hmac }): VerifyResult<U64 | null> {
  const { messages, decide } = ocraCandidates(inputs);
  return decide(messages.map((message) => inputs.hmac(message)));
}

/** The same for an HMAC that is made elsewhere: messages, then `decide`. */
export function ocraCandidates(inputs: OcraVerification): Candidates<U64 | null> {
  const { suite, lastAccepted } = inputs;
  const steps = stepsOf(inputs);
  const offer = offerOf(suite, inputs.password);
  if (!suite.hasCounter && suite.stepSeconds === null) {
    if (lastAccepted !== null)
      throw new RangeError('a suite without counter and time has no last accepted one');
    const message = ocraMessage(suite, inputs);
    return offer === undefined ? malformed : onlyCandidate(message, offer);
  }
  const candidates = suite.hasCounter ? counterCandidates(inputs, steps) : stepCandidates(inputs, steps);
  return offer === undefined ? malformed : candidatesAbove(lastAccepted, candidates, offer);
}

function offerOf(suite: OcraSuite, text: string): Offer | undefined {
  const { digits, hash } = suite;
  const password = digits === 0 ? offeredHmac(text, hashLengthsBytes[hash]) : offeredDigits(text, digits);
  return password === undefined ? undefined : { password, digits };
}

/** Empty where the suite has no time. */
function stepsOf(inputs: OcraVerification): readonly number[] {
  const { suite, unixSeconds, lookBackSteps = 0, lookAheadSteps = 1 } = inputs;
  if ((suite.stepSeconds !== null) !== (unixSeconds !== undefined)) {
    throw new RangeError('unixSeconds goes with a suite that has time, and with no other');
  }
  if (unixSeconds === undefined) return [];
  return stepWindow(ocraStep(suite, unixSeconds), lookBackSteps, lookAheadSteps);
}

function stepCandidates(inputs: OcraVerification, steps: readonly number[]): readonly Candidate[] {
  return steps.map((step) => ({
    message: ocraMessage(inputs.suite, { ...inputs, step }),
    movingFactor: u64Bytes(step),
  }));
}

/** Every counter of the window, at every step of its own window where the suite has time too. */
function counterCandidates(inputs: OcraVerification, steps: readonly number[]): readonly Candidate[] {
  const counters = counterWindow(inputs.lastAccepted, inputs.lookAheadCounters ?? 10);
  checkPairs(counters.length, steps.length);
  return counters.flatMap((movingFactor) => {
    const counter = u64OfBytes(movingFactor);
    if (steps.length === 0) {
      return [{ message: ocraMessage(inputs.suite, { ...inputs, counter }), movingFactor }];
    }
    return steps.map((step) => ({
      message: ocraMessage(inputs.suite, { ...inputs, counter, step }),
      movingFactor,
    }));
  });
}
