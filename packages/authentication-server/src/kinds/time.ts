import { hmacSha256Key, preparedTimeSuite } from '@tallystick/otp';
import {
  aliasDayOfStep,
  questionOfIntent,
  stepOfUnixMs,
  stepSeconds,
  suitesOfIntent,
} from '@tallystick/paycode';
import { kindsOfCredentials, type Verdict } from '@tallystick/verification-contract';
import { aliasesOf } from '../aliases/aliases.ts';
import { acceptCode } from '../verification/accept-code.ts';
import { wasAccepted } from '../verification/accepted-steps.ts';
import { highestMatch, rememberLast } from '../verification/highest-match.ts';
import {
  addHold,
  burntBy,
  declinedAsExpired,
  declinedAsUsed,
  holdOf,
  isHeldFor,
  type ProvedCode,
} from '../verification/workspace.ts';
import type { CodeToDecide, CredentialKind } from './credential-kind.ts';

/** A small payment without a PIN at any till: the one intent that is built so far. */
const intent = 0;
const suite = suitesOfIntent(intent).device;

/** Devices with a clock: a code is made for a step of ten seconds, and the alias for a UTC day (DESIGN §3.1). */
export const timeKind: CredentialKind = {
  ...kindsOfCredentials.time,
  intents: [intent],
  limits: null,

  /** One or two days: 30 steps are five minutes, so that at most one midnight is near. */
  aliasDays(nowMs) {
    const serverStep = stepOfUnixMs(nowMs);
    const steps = [serverStep, serverStep - stepsLookedAround, serverStep + stepsLookedAround];
    return [...new Set(steps.map(aliasDayOfStep))];
  },
  lowestHeldStep: (nowMs) => stepOfUnixMs(nowMs) - stepsLookedAround,

  /** Of the messages everything is absorbed that the steps of a window have in common, and one prepared question is kept. */
  prepare(passwordLeaf) {
    const key = hmacSha256Key(passwordLeaf);
    const preparedOf = rememberLast((question: string) => preparedTimeSuite(key, suite, question));
    return (question, password, steps) => highestMatch(preparedOf(question), password, steps);
  },

  decide(code) {
    const { workspace, request, credential, aliasDay } = code;
    const question = questionOfIntent(request.intent);
    const window = windowAround(stepOfUnixMs(workspace.nowMs), credential.recentOffsets);
    const open = window.steps.filter((step) => step > credential.accepted.lastAcceptedStep);
    const ofAliasDay = (step: number): boolean => aliasDayOfStep(step) === aliasDay;

    const step = credential.secrets.matching(question, request.password, open.filter(ofAliasDay));
    if (step !== undefined) return acceptOrRefuseHeld({ ...code, window, step, question });

    const past = window.steps.filter((inWindow) => inWindow <= credential.accepted.lastAcceptedStep);
    const look = [...past, ...window.lookSteps].filter(ofAliasDay);
    const distantStep = credential.secrets.matching(question, request.password, look);
    if (distantStep === undefined) return undefined;
    return decideDistantStep({ ...code, window, step: distantStep, question });
  },

  spendTheSameWork({ nowMs, request, decoy }) {
    const window = windowAround(stepOfUnixMs(nowMs), []);
    const question = questionOfIntent(intent);
    decoy.matching(question, request.password, window.steps);
    decoy.matching(question, request.password, window.lookSteps);
  },

  /** From yesterday on: just after midnight the clock of the terminal may still be in the old day. */
  contentForTerminal({ ff1, credentialNumber, nowMs, aliasDayCount }) {
    const firstAliasDay = aliasDayOfStep(stepOfUnixMs(nowMs)) - 1;
    return { firstAliasDay, aliases: aliasesOf(ff1, credentialNumber, firstAliasDay, aliasDayCount) };
  },
};

interface ProvedStepCode extends ProvedCode, CodeToDecide {
  readonly window: Window;
}

function acceptOrRefuseHeld(code: ProvedStepCode): Verdict {
  const hold = holdOf(code);
  if (hold !== undefined && !isHeldFor(hold, code.request)) return declinedAsUsed('held_by_another_payment');
  const { credential, window, step } = code;
  const recentOffsets = withAcceptedOffset(credential.recentOffsets, step, window.serverStep);
  return acceptCode(code, { recentOffsets });
}

/** A genuine code outside the window: behind it, a little ahead of it, or far ahead. */
function decideDistantStep(code: ProvedStepCode): Verdict {
  const { request, credential, window, step } = code;
  const hold = holdOf(code);
  const ownHold = hold !== undefined && isHeldFor(hold, request);
  const isBehind = step <= window.highestStep || step <= credential.accepted.lastAcceptedStep;

  if (hold !== undefined && !ownHold) return declinedAsUsed('held_by_another_payment');
  if (isBehind) return wasAccepted(credential.accepted, step) ? declinedAsUsed('used') : declinedAsExpired;

  if (step <= window.highestHeldStep) {
    if (!ownHold) addHold(code, 'held');
    return { kind: 'pending', reason: 'early_held', code: 'code_early', pollAfterMs: pollAfterMs(code) };
  }
  if (!ownHold) addHold(code, 'burnt');
  return { kind: 'declined', reason: 'early_burnt', code: 'code_early', burnt: burntBy(code) };
}

/** The time until the step comes into the window. */
function pollAfterMs({ workspace, window, step }: ProvedStepCode): number {
  const stepMs = stepSeconds * 1000;
  const intoStepMs = workspace.nowMs % stepMs;
  return (step - window.highestStep) * stepMs - intoStepMs;
}

/** Steps of lateness that are accepted: 50 s from the screen to the server. */
const stepsBehind = 5;
/** Steps ahead that are accepted: a clock up to 20 s fast. */
const stepsAhead = 2;
/** Steps beyond the window for which a code is held and decided when its time has come. */
const stepsHeld = 3;
/** How far the server looks to both sides after a miss, to tell a genuine code from a guess. */
const stepsLookedAround = 30;
const offsetsKept = 5;
const maximumOffset = 6;

export interface Window {
  readonly serverStep: number;
  /** The highest step that is accepted now. */
  readonly highestStep: number;
  /** The highest step for which a code is held. */
  readonly highestHeldStep: number;
  /** Every accepted step, ascending: around the server’s step and around the learnt offset. */
  readonly steps: readonly number[];
  /** Every other step of the look, ascending. */
  readonly lookSteps: readonly number[];
}

/** The window of a credential that has taught these offsets, at the server’s step. */
export function windowAround(serverStep: number, recentOffsets: readonly number[]): Window {
  const learnt = learntOffset(recentOffsets);
  const { accepted, others } = offsetsByLearnt[learnt + maximumOffset]!;
  const highestStep = serverStep + Math.max(0, learnt) + stepsAhead;
  return {
    serverStep,
    highestStep,
    highestHeldStep: highestStep + stepsHeld,
    steps: accepted.map((offset) => serverStep + offset),
    lookSteps: others.map((offset) => serverStep + offset),
  };
}

/** The look of every learnt offset, from the lowest up, made once: it is asked for at each payment. */
const offsetsByLearnt = Array.from({ length: 2 * maximumOffset + 1 }, (_, index) => {
  const learnt = index - maximumOffset;
  const look = Array.from(
    { length: 2 * stepsLookedAround + 1 },
    (_, position) => position - stepsLookedAround,
  );
  const isAccepted = (offset: number): boolean => isInside(offset, 0) || isInside(offset, learnt);
  return { accepted: look.filter(isAccepted), others: look.filter((offset) => !isAccepted(offset)) };
});

function isInside(offset: number, centre: number): boolean {
  return offset >= centre - stepsBehind && offset <= centre + stepsAhead;
}

/**
 * The terminal clock’s own offset. Lateness only ever makes a code older, so the highest of the last accepted offsets is
 * the nearest to what the clock itself says.
 */
export function learntOffset(recentOffsets: readonly number[]): number {
  if (recentOffsets.length === 0) return 0;
  return Math.min(maximumOffset, Math.max(-maximumOffset, ...recentOffsets));
}

/** The offsets to keep after a code of `step` was accepted at `serverStep`, oldest first. */
export function withAcceptedOffset(
  recentOffsets: readonly number[],
  step: number,
  serverStep: number,
): readonly number[] {
  return [...recentOffsets, step - serverStep].slice(-offsetsKept);
}
