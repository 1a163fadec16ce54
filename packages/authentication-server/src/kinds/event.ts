import { hmacSha256Key, preparedPressSuite } from '@tallystick/otp';
import { questionOfIntent, suitesOfIntent } from '@tallystick/paycode';
import {
  kindsOfCredentials,
  type CredentialLimits,
  type Verdict,
  type VerificationRequest,
} from '@tallystick/verification-contract';
import { noClockAliasOf } from '../aliases/aliases.ts';
import { acceptCode } from '../verification/accept-code.ts';
import { wasAccepted } from '../verification/accepted-steps.ts';
import type { CredentialSecrets } from '../verification/credential-state.ts';
import { highestMatch } from '../verification/highest-match.ts';
import {
  addHold,
  burntBy,
  declinedAsExpired,
  declinedAsUsed,
  holdOf,
  type ProvedCode,
} from '../verification/workspace.ts';
import type { CredentialKind } from './credential-kind.ts';

/** A small payment without a PIN at any till, by a device without a clock. */
const intent = 4;
const suite = suitesOfIntent(intent).device;

/** Where the operator sets no others: docs/adr/0007. Twenty-five euros, and five times that in a day. */
export const defaultEventLimits: CredentialLimits = { cap: 2500n, usesPerDay: 5 };

/**
 * Devices without a clock: a code is made for the number of a press, and there is one alias for ever (DESIGN §3.1). The
 * step of a code is its press number. Codes never expire, so that such a credential always has limits; a CHECK holds that
 * too.
 *
 * A press above the last accepted one by 1 to 20 is accepted; every press skipped over is spent. Farther ahead, up to 200, a
 * code is not accepted by itself: it is burnt and answered `press_resync`, and the press right after it then is accepted
 * (RFC 4226 section 7.4; docs/adr/0007).
 */
export function eventKind(limits: Partial<CredentialLimits> = {}): CredentialKind {
  return {
    ...kindsOfCredentials.event,
    intents: [intent],
    limits: { ...defaultEventLimits, ...limits },
    aliasDays: () => [null],
    lowestHeldStep: () => null,

    prepare(passwordLeaf) {
      const key = hmacSha256Key(passwordLeaf);
      return (question, password, presses) =>
        highestMatch(preparedPressSuite(key, suite, question), password, presses);
    },

    decide({ workspace, request, credential, decoy }) {
      const { lastAcceptedStep } = credential.accepted;
      const { presses, lookPresses, highestPress, lastPress } = pressWindowAfter(lastAcceptedStep);
      const question = questionOfIntent(request.intent);
      const { password } = request;

      const next = credential.secrets.matching(question, password, presses);
      if (next !== undefined)
        return acceptUnlessBurnt({ workspace, request, credential, step: next, question });

      const step = credential.secrets.matching(question, password, lookPresses);
      // A young credential has fewer presses behind it; that must not show.
      spendOnDecoy(decoy, request, pressesLookedAt - lookPresses.length);
      if (step === undefined) return undefined;
      const code = { workspace, request, credential, step, question };
      return step > highestPress ? resynchronise(code, lastPress) : declineSpent(code);
    },

    spendTheSameWork({ request, decoy }) {
      spendOnDecoy(decoy, request, pressesAccepted);
      spendOnDecoy(decoy, request, pressesLookedAt);
    },

    contentForTerminal: ({ ff1, credentialNumber }) => ({
      kind: kindsOfCredentials.event.name,
      alias: noClockAliasOf(ff1, credentialNumber),
    }),
  };
}

function spendOnDecoy(decoy: CredentialSecrets, { password }: VerificationRequest, count: number): void {
  if (count > 0) decoy.matching(questionOfIntent(intent), password, range(0, count - 1));
}

/** A press that a resynchronisation has burnt may since have come into the window. */
function acceptUnlessBurnt(code: ProvedCode): Verdict {
  return holdOf(code) === undefined ? acceptCode(code) : declinedAsUsed('held_by_another_payment');
}

function declineSpent(code: ProvedCode): Verdict {
  if (holdOf(code) !== undefined) return declinedAsUsed('held_by_another_payment');
  return wasAccepted(code.credential.accepted, code.step) ? declinedAsUsed('used') : declinedAsExpired;
}

/** The first of two consecutive codes leaves a (credential, press) row behind; the second finds it. */
function resynchronise(code: ProvedCode, lastPress: number): Verdict | undefined {
  if (holdOf(code) !== undefined) return declinedAsUsed('held_by_another_payment');
  if (holdOf({ ...code, step: code.step - 1 }) !== undefined) return acceptCode(code);
  if (code.step === lastPress) return undefined;
  addHold(code, 'burnt');
  return { kind: 'declined', reason: 'press_resync', code: 'press_resync', burnt: burntBy(code) };
}

/** A device may have been pressed so often without paying: RFC 4226 section 7.4 calls it the look-ahead window. */
const pressesAccepted = 20;
/** Spent press numbers for which a code is told that it is spent, rather than that it is wrong. */
const pressesBehind = 20;
/** How far ahead two consecutive codes bring the server, the second included: RFC 4226 section 7.4. */
const pressesResynchronised = 200;

/** What every refusal computes beside the accepted presses. */
export const pressesLookedAt = pressesBehind + pressesResynchronised - pressesAccepted;

export interface PressWindow {
  /** The highest press that is accepted by itself. */
  readonly highestPress: number;
  /** The highest press that can be the second of two; alone it is nothing, because its own second would be out of sight. */
  readonly lastPress: number;
  /** Every press that is accepted by itself, ascending. */
  readonly presses: readonly number[];
  /** Those behind, as far as there are any, then those that only resynchronise, ascending. */
  readonly lookPresses: readonly number[];
}

/** The window of a credential whose last accepted press number is given; -1 where there is none. */
export function pressWindowAfter(lastAcceptedPress: number): PressWindow {
  const highestPress = lastAcceptedPress + pressesAccepted;
  const lastPress = lastAcceptedPress + pressesResynchronised;
  const firstBehind = Math.max(0, lastAcceptedPress - pressesBehind + 1);
  return {
    highestPress,
    lastPress,
    presses: range(lastAcceptedPress + 1, highestPress),
    lookPresses: [...range(firstBehind, lastAcceptedPress), ...range(highestPress + 1, lastPress)],
  };
}

function range(first: number, last: number): readonly number[] {
  return Array.from({ length: Math.max(0, last - first + 1) }, (_, index) => first + index);
}
