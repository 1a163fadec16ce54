import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  decide,
  pressRequest,
  genuineRequest,
  sampleCredential,
  sampleEventCredential,
} from '../testing/sample-credential.ts';
import type { CredentialSecrets, CredentialState } from './credential-state.ts';
import type { VerificationRequest } from '@tallystick/verification-contract';

const nowMs = Date.UTC(2026, 10, 23, 12, 0, 2);
const spent = { day: Math.floor(nowMs / 86_400_000), failuresToday: 20, fullAtMs: nowMs, tills: {} };

interface Counts {
  steps: number;
  presses: number;
}

/** Secrets that no code fits, and that count the passwords computed. */
function countingSecrets(counts: Counts, kind: string): CredentialSecrets {
  return {
    matching(_question, _password, steps) {
      counts[kind === 'event' ? 'presses' : 'steps'] += steps.length;
      return undefined;
    },
    confirmationKey: () => new Uint8Array(32),
  };
}

/** What a refusal of this request costs at this credential, in passwords; at none where it is undefined. */
function workOf(request: VerificationRequest, credential: CredentialState | undefined) {
  const counts = { steps: 0, presses: 0 };
  const known = credential ?? sampleCredential();
  const secrets = countingSecrets(counts, known.kind);
  const decoys = new Map(['time', 'event'].map((kind) => [kind, countingSecrets(counts, kind)]));
  const changes = { decoys, ...(credential === undefined ? { credentials: new Map() } : {}) };
  const { verdicts } = decide(nowMs, { ...known, secrets }, [request], changes);
  const [verdict] = verdicts;
  assert.ok(verdict?.kind === 'declined' && verdict.code === 'code_refused');
  return counts;
}

function accepted(lastAcceptedStep: number): Pick<CredentialState, 'accepted'> {
  return { accepted: { lastAcceptedStep, acceptedBits: 1n } };
}

const strangers: readonly (CredentialState | undefined)[] = [
  undefined,
  sampleCredential(),
  sampleCredential({ state: 'locked' }),
  sampleCredential({ state: 'revoked' }),
  sampleCredential({ throttle: spent }),
  sampleEventCredential(),
  sampleEventCredential(accepted(0)),
  sampleEventCredential(accepted(1_000)),
  sampleEventCredential({ state: 'locked' }),
  sampleEventCredential({ throttle: spent }),
];

test('of one intent every refusal computes as many passwords, whatever stands behind the alias', () => {
  for (const credential of strangers) {
    assert.deepEqual(workOf(genuineRequest(0), credential), { steps: 61, presses: 0 });
    assert.deepEqual(workOf(pressRequest(0), credential), { steps: 0, presses: 220 });
  }
  for (const intent of [1, 2, 3, 5, 6, 7, 8, 9]) {
    assert.deepEqual(workOf(genuineRequest(0, { intent }), sampleCredential()), { steps: 61, presses: 0 });
  }
});
