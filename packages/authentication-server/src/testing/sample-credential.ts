import { hmacSha256Key, preparedPressSuite, preparedTimeSuite } from '@tallystick/otp';
import { questionOfIntent, suitesOfIntent } from '@tallystick/paycode';
import type { AliasCandidate } from '../aliases/alias-candidates.ts';
import { credentialSecrets, decoySecrets } from '../verification/credential-secrets.ts';
import type { CredentialSecrets, CredentialState } from '../verification/credential-state.ts';
import {
  decideVerdicts,
  type VerificationDecision,
  type VerificationInput,
} from '../verification/decide-verdicts.ts';
import { credentialKinds, registerKinds } from '../kinds/credential-kinds.ts';
import { allRaceGuards } from '../verification/race-guards.ts';
import type { VerificationRequest } from '@tallystick/verification-contract';
import { defaultCredentialThrottleLimits } from '../throttle/credential-throttle.ts';

const passwordLeaf = new Uint8Array(32).fill(7);
const passwordAt = preparedTimeSuite(
  hmacSha256Key(passwordLeaf),
  suitesOfIntent(0).device,
  questionOfIntent(0),
);

const passwordOfPress = preparedPressSuite(
  hmacSha256Key(passwordLeaf),
  suitesOfIntent(4).device,
  questionOfIntent(4),
);

/** The kinds of this version. */
export const sampleKinds = registerKinds(credentialKinds());

function secretsOf(kind: string): CredentialSecrets {
  const leaves = { password: passwordLeaf, confirmation: new Uint8Array(32).fill(9) };
  return credentialSecrets(leaves, sampleKinds.named(kind));
}

export const sampleNumber = 4_211_000_042n;
export const sampleAlias = '1234567890';

/** A fresh credential with known keys. */
export function sampleCredential(changes: Partial<CredentialState> = {}): CredentialState {
  return {
    credentialNumber: sampleNumber,
    accountId: '00000000-0000-7000-8000-000000000001',
    kind: 'time',
    state: 'active',
    aliasKeyId: 1,
    oldAliasKeyId: null,
    accepted: { lastAcceptedStep: -1, acceptedBits: 0n },
    recentOffsets: [],
    throttle: null,
    cap: null,
    uses: null,
    activationId: null,
    secrets: secretsOf('time'),
    ...changes,
  };
}

/** The same for a device without a clock, with limits that no test meets by accident. */
export function sampleEventCredential(changes: Partial<CredentialState> = {}): CredentialState {
  return sampleCredential({
    kind: 'event',
    secrets: secretsOf('event'),
    cap: 2500n,
    uses: { perDay: 1000, day: null, count: 0 },
    ...changes,
  });
}

let requests = 0;

/** A request with the sample credential’s genuine password of one step, for a payment of its own. */
export function genuineRequest(
  step: number,
  changes: Partial<VerificationRequest> = {},
): VerificationRequest {
  requests += 1;
  return {
    claim: { merchantId: '00000000-0000-7000-8000-00000000000a', paymentId: `P${requests}` },
    requestHash: new Uint8Array(32).fill(requests & 255),
    tillId: 'till-1',
    alias: sampleAlias,
    intent: 0,
    password: passwordAt(step),
    ...changes,
  };
}

/** The same with the password of one press of a device without a clock. */
export function pressRequest(press: number, changes: Partial<VerificationRequest> = {}): VerificationRequest {
  return genuineRequest(0, { intent: 4, password: passwordOfPress(press), ...changes });
}

/** Runs the core on requests that all bear the sample credential’s alias of the day (of both days around midnight). */
export function decide(
  nowMs: number,
  credential: CredentialState,
  batch: readonly VerificationRequest[],
  changes: Partial<VerificationInput> = {},
): VerificationDecision {
  const { credentialNumber, aliasKeyId } = credential;
  const candidatesOf = (intent: number): readonly AliasCandidate[] =>
    sampleKinds
      .ofIntent(intent)[0]
      .aliasDays(nowMs)
      .map((day) => ({ credentialNumber, aliasKeyId, day }));
  return decideVerdicts({
    nowMs,
    limits: defaultCredentialThrottleLimits,
    guards: allRaceGuards,
    requests: batch.map((request) => ({ request, candidates: candidatesOf(request.intent) })),
    credentials: new Map([[credential.credentialNumber, credential]]),
    holds: [],
    kinds: sampleKinds,
    decoys: decoySecrets(sampleKinds),
    ...changes,
  });
}
