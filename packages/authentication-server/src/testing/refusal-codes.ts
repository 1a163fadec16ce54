import { TallyError } from '@tallystick/foundation';

/** The codes of what was refused, in the order of the calls; another error is shown as itself. */
export function refusalCodes(results: readonly PromiseSettledResult<unknown>[]): readonly string[] {
  return results.flatMap((result) => {
    if (result.status === 'fulfilled') return [];
    return [result.reason instanceof TallyError ? result.reason.code : String(result.reason)];
  });
}
