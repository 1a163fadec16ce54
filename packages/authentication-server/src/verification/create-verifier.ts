import type { Clock } from '@tallystick/foundation';
import type { AliasKeys } from '../aliases/alias-candidates.ts';
import { createLeafCache } from '../credentials/leaf-cache.ts';
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
    prepare: credentialSecrets,
  });
  return {
    clock: options.clock,
    limits: options.limits ?? defaultCredentialThrottleLimits,
    guards: options.guards ?? allRaceGuards,
    aliasKeys: options.aliasKeys,
    openSecrets: (row) =>
      cache.get({
        credentialNumber: row.credential_number,
        sealingKeyId: row.sealing_key_id,
        sealedLeaves: row.sealed_leaves,
      }),
    decoy: decoySecrets(),
  };
}
