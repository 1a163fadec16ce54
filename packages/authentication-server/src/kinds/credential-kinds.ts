import type { CredentialLimits } from '@tallystick/verification-contract';
import type { CredentialKind, CredentialKinds } from './credential-kind.ts';
import { eventKind } from './event.ts';
import { timeKind } from './time.ts';

/**
 * The kinds of this version.
 *
 * @param eventLimits limits of devices without a clock; those left out have their default.
 */
export function credentialKinds(
  eventLimits: Partial<CredentialLimits> = {},
): readonly [CredentialKind, ...CredentialKind[]] {
  return [timeKind, eventKind(eventLimits)];
}

/** Puts the kinds of a server where they are found by name and by intent. Throws where two have one name. */
export function registerKinds(all: readonly [CredentialKind, ...CredentialKind[]]): CredentialKinds {
  const byName = new Map(all.map((kind) => [kind.name, kind]));
  if (byName.size !== all.length) throw new Error('two kinds of credentials have one name');
  const [first] = all;
  const byIntent = Array.from({ length: 10 }, (_, intent) => {
    const [one, ...others] = all.filter(({ intents }) => intents.includes(intent));
    return [one ?? first, ...others] as const;
  });
  return { all, named: (name) => byName.get(name), ofIntent: (intent) => byIntent[intent] ?? [first] };
}
