import type { Clock, ProblemCode } from '@tallystick/foundation';
import { TallyError } from '@tallystick/foundation';
import { hashApiKey, keyOfBearer, type ApiKeyKind } from './api-key.ts';
import { createBoundedCache } from './bounded-cache.ts';

/** Turns the `Authorization` header of a request into who sent it. */
export interface KeyAuthenticator<Owner> {
  /** @throws TallyError with the options’ `errorCode` where the key is missing, malformed, unknown or revoked. */
  authenticate(authorization: string | undefined): Promise<Owner>;
  /** To be called after a key was revoked or replaced: from now on no cached answer says otherwise. */
  forget(predicate: (owner: Owner) => boolean): void;
}

export interface KeyAuthenticatorOptions<Owner> {
  readonly kind: ApiKeyKind;
  readonly errorCode: ProblemCode;
  readonly clock: Clock;
  /** Finds the owner of an unrevoked key by its SHA-256. */
  findOwner(keyHash: Buffer): Promise<Owner | undefined>;
}

/** How long another server’s revocation may go unnoticed here. */
const freshMs = 1000;
const maximumKnownKeys = 10_000;
/** In a cache of their own, so that a flood of made-up keys never pushes out the keys of honest tills. */
const maximumUnknownKeys = 1000;

/**
 * Looks keys up by their hash and remembers the answer for a second: a busy till costs one query a second, not one a
 * payment. Requests that miss the cache at the same time share one query.
 */
export function createKeyAuthenticator<Owner extends object>(
  options: KeyAuthenticatorOptions<Owner>,
): KeyAuthenticator<Owner> {
  const known = createBoundedCache<Owner>({ maximumEntries: maximumKnownKeys, freshMs });
  const unknown = createBoundedCache<true>({ maximumEntries: maximumUnknownKeys, freshMs });
  const lookups = new Map<string, Promise<Owner | undefined>>();

  function look(keyHash: Buffer, cacheKey: string): Promise<Owner | undefined> {
    const running = lookups.get(cacheKey);
    if (running !== undefined) return running;
    const startedAtMs = options.clock.monotonicMs();
    const lookup = options
      .findOwner(keyHash)
      .then((owner) => {
        // A lookup that `forget` has dropped may have read the row before the revocation: its answer is not kept.
        if (lookups.get(cacheKey) !== lookup) return owner;
        if (owner === undefined) unknown.set(cacheKey, true, startedAtMs);
        else known.set(cacheKey, owner, startedAtMs);
        return owner;
      })
      .finally(() => {
        if (lookups.get(cacheKey) === lookup) lookups.delete(cacheKey);
      });
    lookups.set(cacheKey, lookup);
    return lookup;
  }

  return {
    async authenticate(authorization) {
      const key = keyOfBearer(options.kind, authorization);
      if (key === undefined) throw new TallyError(options.errorCode);
      const keyHash = hashApiKey(key);
      const cacheKey = keyHash.toString('latin1');
      const nowMs = options.clock.monotonicMs();
      const owner = known.get(cacheKey, nowMs);
      if (owner !== undefined) return owner;
      if (unknown.get(cacheKey, nowMs) === true) throw new TallyError(options.errorCode);
      const found = await look(keyHash, cacheKey);
      if (found === undefined) throw new TallyError(options.errorCode);
      return found;
    },
    forget(predicate) {
      known.deleteWhere(predicate);
      lookups.clear();
    },
  };
}
