import { createSecretKey, randomBytes } from 'node:crypto';
import { defaultCredentialThrottleLimits, allRaceGuards } from '@tallystick/authentication-server';
import { hmacSha256Key, preparedTimeSuite } from '@tallystick/otp';
import { aliasDayOfStep, questionOfIntent, stepOfUnixMs, suitesOfIntent } from '@tallystick/paycode';
import { aliasCandidatesOf } from '../../packages/authentication-server/src/aliases/alias-candidates.ts';
import { aliasesOf } from '../../packages/authentication-server/src/aliases/aliases.ts';
import { ff1Key } from '../../packages/authentication-server/src/aliases/ff1.ts';
import {
  sampleCredential,
  sampleKinds,
} from '../../packages/authentication-server/src/testing/sample-credential.ts';
import {
  credentialSecrets,
  decoySecrets,
} from '../../packages/authentication-server/src/verification/credential-secrets.ts';
import { decideVerdicts } from '../../packages/authentication-server/src/verification/decide-verdicts.ts';
import { codeAt } from '../codes/terminal.ts';
import type { LoadResult } from './closed-loop.ts';
import { repeatFor } from './repeat-for.ts';
import { toVerification } from './verify-and-commit.ts';

const batchSize = 128;
const issuerPrefix = '83';
const aliasKey = { aliasKeyId: 1, ff1: ff1Key(createSecretKey(randomBytes(32))) };
const aliasKeys = { present: aliasKey, old: [] };

/**
 * The pure core of verification, on one core and without a database: aliases turned back into credential numbers, then
 * verdicts, in batches of 128 genuine codes of as many credentials. The core keeps nothing, so that the same batch may
 * be decided again and again.
 *
 * @param nowMs the moment at which all codes are made and verified.
 */
export function verifyCore(nowMs: number, limitMs: number): Pick<LoadResult, 'served' | 'elapsedMs'> {
  const made = Array.from({ length: batchSize }, (_, index) => newCredential(BigInt(index), nowMs));
  const requests = made.map(({ request }) => request);
  const credentials = new Map(made.map(({ credential }) => [credential.credentialNumber, credential]));
  const decoys = decoySecrets(sampleKinds);

  return repeatFor(limitMs, () => {
    const candidates = aliasCandidatesOf(requests, nowMs, aliasKeys, sampleKinds);
    const decision = decideVerdicts({
      nowMs,
      limits: defaultCredentialThrottleLimits,
      guards: allRaceGuards,
      requests: requests.map((request, index) => ({ request, candidates: candidates[index] ?? [] })),
      credentials,
      holds: [],
      kinds: sampleKinds,
      decoys,
    });
    const isGenuine = decision.verdicts.every(({ kind }) => kind === 'genuine');
    if (!isGenuine) throw new Error('the core did not find every genuine code genuine');
    return batchSize;
  });
}

function newCredential(credentialNumber: bigint, nowMs: number) {
  const step = stepOfUnixMs(nowMs);
  const firstAliasDay = aliasDayOfStep(step);
  const password = randomBytes(32);
  const terminal = {
    accountId: '',
    firstAliasDay,
    aliases: aliasesOf(aliasKey.ff1, credentialNumber, firstAliasDay, 1),
    passwordAt: preparedTimeSuite(hmacSha256Key(password), suitesOfIntent(0).device, questionOfIntent(0)),
  };
  const code = codeAt(terminal, issuerPrefix, step);
  return {
    request: toVerification({ terminal, step, code }, issuerPrefix),
    credential: sampleCredential({
      credentialNumber,
      aliasKeyId: aliasKey.aliasKeyId,
      secrets: credentialSecrets({ password, confirmation: randomBytes(32) }, sampleKinds.named('time')),
    }),
  };
}
