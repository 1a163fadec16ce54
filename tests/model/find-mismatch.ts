import fc from 'fast-check';
import type { System } from '@tallystick/tally';
import type { TestShop } from '../payments/test-shop.ts';
import { runScript, type Mismatch } from './run-script.ts';
import { scripts, type Script } from './script.ts';
import { shrinkScript } from './shrink-script.ts';
import { openStage } from './stage.ts';

/** What many random scripts came to. */
export interface Search {
  readonly commands: number;
  readonly scripts: number;
  readonly seed: number;
  /** The shortest script at which the system and the model part; undefined where they never do. */
  readonly found: { readonly script: Script; readonly mismatch: Mismatch } | undefined;
}

/** Plays random scripts until the system says something else than the model, or until there were so many. */
export async function findMismatch(
  shop: TestShop,
  system: System,
  { maximumScripts, passages }: { readonly maximumScripts: number; readonly passages: number },
): Promise<Search> {
  let commands = 0;
  const play = async (script: Script): Promise<Mismatch | undefined> =>
    runScript(shop, await openStage(shop, system), script);
  const alike = fc.asyncProperty(scripts(passages), async (script) => {
    commands += script.length;
    return (await play(script)) === undefined;
  });
  const details = await fc.check(alike, { numRuns: maximumScripts, endOnFailure: true });
  const search = { commands, scripts: details.numRuns, seed: details.seed };
  if (!details.failed) return { ...search, found: undefined };
  const [failed] = details.counterexample ?? [];
  if (failed === undefined) throw new Error('no script has failed, and yet the search has');
  const script = await shrinkScript(failed, play);
  const mismatch = await play(script);
  if (mismatch === undefined) throw new Error(`this script fails only sometimes: ${JSON.stringify(script)}`);
  return { ...search, found: { script, mismatch } };
}
