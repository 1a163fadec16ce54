import type { Mismatch } from './run-script.ts';
import type { Command, Script } from './script.ts';

/**
 * Makes a script that fails as short and plain as it will go: what comes behind the failure is cut off, parts are left out,
 * large ones first, and what is special about a line is made ordinary, as long as it fails.
 *
 * @param run plays a script from the beginning; undefined where it does not fail.
 */
export async function shrinkScript(
  script: Script,
  run: (script: Script) => Promise<Mismatch | undefined>,
): Promise<Script> {
  let shortest = script;
  const keepIfItFails = async (candidate: Script): Promise<boolean> => {
    const mismatch = await run(candidate);
    if (mismatch !== undefined) shortest = candidate.slice(0, mismatch.line + 1);
    return mismatch !== undefined;
  };
  const leaveOut = async (size: number): Promise<boolean> => {
    const before = shortest.length;
    for (let start = before - size; start >= 0; start -= size)
      await keepIfItFails(without(shortest, start, size));
    return shortest.length < before;
  };
  const makePlain = async (): Promise<void> => {
    for (let place = 0; place < shortest.length; place += 1)
      for (const plainer of plainerThan(shortest[place]!)) await keepIfItFails(shortest.with(place, plainer));
  };

  await keepIfItFails(script);
  for (let size = Math.ceil(shortest.length / 2); size > 1; size = Math.ceil(size / 2)) await leaveOut(size);
  await makePlain();
  while (await leaveOut(1)) await makePlain();
  return shortest;
}

const plain: Readonly<Record<string, unknown>> = {
  fate: 'arrives',
  order: null,
  duplicateOf: 0,
  formerCode: 0,
};

function plainerThan(command: Command): readonly Command[] {
  return Object.entries(command).flatMap(([key, value]) =>
    !Object.hasOwn(plain, key) || plain[key] === value
      ? []
      : [Object.assign({}, command, { [key]: plain[key] })],
  );
}

/** What counts payments from the latest one. */
const references = ['former', 'formerId', 'duplicateOf'] as const;

/** Leaves lines out. Those behind them go on meaning the payments that they meant. */
function without(script: Script, start: number, size: number): Script {
  const isLeftOut = (place: number): boolean => place >= start && place < start + size;
  const places = script.flatMap((command, place) => (command.do === 'pay' ? [place] : []));
  const moved = script.map((command, place): Command => {
    const earlier = places.filter((each) => each < place);
    const changes = references.flatMap((key) => {
      const reference: unknown = Object.entries(command).find(([name]) => name === key)?.[1];
      if (typeof reference !== 'number' || reference === 0) return [];
      const leftOut = earlier.slice(-reference).filter(isLeftOut).length;
      return [[key, Math.max(1, reference - leftOut)] as const];
    });
    const changed: Readonly<Record<string, unknown>> = Object.fromEntries(changes);
    return Object.assign({}, command, changed);
  });
  return moved.filter((_, place) => !isLeftOut(place));
}
