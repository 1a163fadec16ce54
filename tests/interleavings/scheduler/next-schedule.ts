/** One moment of a run: who could have gone on, and who was let. Participants are named by their index. */
export interface Decision {
  readonly ready: readonly number[];
  readonly chosen: number;
}

/** The decisions that a run begins with. Beyond them whoever went on last does so again. */
export type Schedule = readonly Decision[];

/**
 * The next schedule after one that was run, depth first, so that from the empty one on each feasible schedule comes once;
 * undefined behind the last.
 *
 * @param maximumPreemptions how often a participant that could go on may be made to wait for another: most errors of order
 *   show with two, and there are far fewer such schedules.
 */
export function nextSchedule(
  decisions: readonly Decision[],
  maximumPreemptions = Infinity,
): Schedule | undefined {
  for (let place = decisions.length - 1; place >= 0; place -= 1) {
    const { ready, chosen } = decisions[place]!;
    const before = decisions.slice(0, place);
    const options = inOrder(ready, before.at(-1)?.chosen);
    for (const option of options.slice(options.indexOf(chosen) + 1)) {
      const changed = [...before, { ready, chosen: option }];
      if (preemptionsOf(changed) <= maximumPreemptions) return changed;
    }
  }
  return undefined;
}

/** Who goes on where the schedule says nothing: whoever did last, so that nobody is preempted. */
export function firstChoice(ready: readonly number[], previous: number | undefined): number {
  return inOrder(ready, previous)[0]!;
}

/** Whoever went on last comes first. */
function inOrder(ready: readonly number[], previous: number | undefined): readonly number[] {
  if (previous === undefined || !ready.includes(previous)) return ready;
  return [previous, ...ready.filter((each) => each !== previous)];
}

function preemptionsOf(decisions: readonly Decision[]): number {
  return decisions.filter(({ ready, chosen }, place) => {
    const previous = decisions[place - 1]?.chosen;
    return previous !== undefined && previous !== chosen && ready.includes(previous);
  }).length;
}
