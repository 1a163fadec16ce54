import { TallyError } from '@tallystick/foundation';
import { aliasDayOfStep } from '@tallystick/paycode';
import type { TimeCredential } from '../terminal/credential.ts';

/**
 * The alias of the UTC day of the offered step.
 *
 * Errors: `aliases_exhausted` after the last day of the list, `payer_clock_set_back` before its first.
 */
export function aliasOfStep(
  credential: Pick<TimeCredential, 'aliases' | 'firstAliasDay'>,
  step: number,
): string {
  const index = aliasDayOfStep(step) - credential.firstAliasDay;
  if (index < 0) throw new TallyError('payer_clock_set_back');
  const alias = credential.aliases[index];
  if (alias === undefined) throw new TallyError('aliases_exhausted');
  return alias;
}

/** How many days, the present one included, this credential can still pay without a contact. */
export function aliasDaysLeft(
  credential: Pick<TimeCredential, 'aliases' | 'firstAliasDay'>,
  step: number,
): number {
  const days = credential.firstAliasDay + credential.aliases.length - aliasDayOfStep(step);
  return Math.max(0, Math.min(days, credential.aliases.length));
}
