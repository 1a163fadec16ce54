import type { Clock } from '@tallystick/foundation';
import type { AliasKeys } from '../aliases/alias-candidates.ts';
import { createLeafCache } from '../credentials/leaf-cache.ts';
import type { SealedLeaves } from '../credentials/leaves.ts';
import type { CredentialKinds } from '../kinds/credential-kind.ts';
import { credentialKinds, registerKinds } from '../kinds/credential-kinds.ts';
import type { KeyRing } from '../sealing/key-ring.ts';
import {
  defaultCredentialThrottleLimits,
  type CredentialThrottleLimits,
} from '../throttle/credential-throttle.ts';
import { credentialSecrets, decoySecrets } from './credential-secrets.ts';
import { allRaceGuards, type RaceGuards } from './race-guards.ts';
import type { CredentialRow } from './credential-rows.ts';
import type { CredentialSecrets } from './credential-state.ts';

/** What verification needs; made once, at start. */
export interface Verifier {
  readonly clock: Clock;
  readonly limits: CredentialThrottleLimits;
  readonly guards: RaceGuards;
  readonly aliasKeys: AliasKeys;
  /** Opens a row’s sealed leaves; keeps the latest opened ones in bounded memory. */
  readonly openSecrets: (
    row: Pick<CredentialRow, 'credential_number' | 'kind' | 'sealing_key_id' | 'sealed_leaves'>,
  ) => CredentialSecrets;
  readonly kinds: CredentialKinds;
  /** Secrets of no credential, by the name of a kind. */
  readonly decoys: ReadonlyMap<string, CredentialSecrets>;
}

/** Opened credentials that stay in memory: about 1 kB each. */
const defaultMaximumOpened = 50_000;

export interface VerifierOptions {
  readonly clock: Clock;
  readonly keyRing: KeyRing;
  readonly aliasKeys: AliasKeys;
  /** Those of this version where none are given. */
  readonly kinds?: CredentialKinds;
  readonly limits?: CredentialThrottleLimits;
  /** For tests only: see race-guards.ts. */
  readonly guards?: RaceGuards;
  readonly maximumOpenedCredentials?: number;
}

/** Makes the verifier of one server process. */
export function createVerifier(options: VerifierOptions): Verifier {
  const kinds = options.kinds ?? registerKinds(credentialKinds());
  const cache = createLeafCache({
    keyRing: options.keyRing,
    maximumEntries: options.maximumOpenedCredentials ?? defaultMaximumOpened,
    prepare: (leaves, row: SealedLeaves & { readonly kind: string }) =>
      credentialSecrets(leaves, kinds.named(row.kind)),
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
        kind: row.kind,
      }),
    kinds,
    decoys: decoySecrets(kinds),
  };
}
