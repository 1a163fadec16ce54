import type { Clock } from '@tallystick/foundation';
import type { AliasKeys } from '../aliases/alias-candidates.ts';
import { createLeafCache } from '../credentials/leaf-cache.ts';
import type { SealedLeaves } from '../credentials/leaves.ts';
import type { KeyRing } from '../sealing/key-ring.ts';
import {
  defaultCredentialThrottleLimits,
  type CredentialThrottleLimits,
} from '../throttle/credential-throttle.ts';
import { credentialSecrets, decoySecrets } from './credential-secrets.ts';
import { allRaceGuards, type RaceGuards } from './race-guards.ts';
import type { Verifier } from './verify-batch.ts';

/** Opened credentials that stay in memory: about 1 kB each. */
const defaultMaximumOpened = 50_000;

export interface VerifierOptions {
  readonly clock: Clock;
  readonly keyRing: KeyRing;
  readonly aliasKeys: AliasKeys;
  readonly limits?: CredentialThrottleLimits;
  /** For tests only: see race-guards.ts. */
  readonly guards?: RaceGuards;
  readonly maximumOpenedCredentials?: number;
}

/** Makes the verifier of one server process. */
export function createVerifier(options: VerifierOptions): Verifier {
  const cache = createLeafCache({
    keyRing: options.keyRing,
    maximumEntries: options.maximumOpenedCredentials ?? defaultMaximumOpened,
    prepare: (leaves, { accountId }: SealedLeaves & { readonly accountId: string }) => ({
      secrets: credentialSecrets(leaves),
      accountId,
    }),
  });
  return {
    clock: options.clock,
    limits: options.limits ?? defaultCredentialThrottleLimits,
    guards: options.guards ?? allRaceGuards,
    aliasKeys: options.aliasKeys,
    openSecrets: (row) =>
      cache.get({
        credentialNumber: row.credential_number,
        accountId: row.account_id,
        sealingKeyId: row.sealing_key_id,
        sealedLeaves: row.sealed_leaves,
      }).secrets,
    knownAccountOf: (credentialNumber) => cache.recall(credentialNumber)?.accountId,
    decoy: decoySecrets(),
  };
}
