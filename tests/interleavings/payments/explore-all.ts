import type { Interleavings, Meeting } from './open-interleavings.ts';

/** What many meetings came to. */
export interface Findings {
  readonly schedules: number;
  readonly wrongs: readonly string[];
}

/** The database is looked through from end to end each time that so many schedules were run. */
const schedulesPerCheck = 500;

export async function exploreAll(
  interleavings: Interleavings,
  meetings: readonly Meeting[],
  maximumPreemptions?: number,
): Promise<Findings> {
  const wrongs: string[] = [];
  let schedules = 0;
  let unchecked = 0;
  for (const meeting of meetings) {
    const exploration = await interleavings.explore(meeting, maximumPreemptions);
    schedules += exploration.schedules;
    unchecked += exploration.schedules;
    wrongs.push(...exploration.wrongs);
    if (unchecked < schedulesPerCheck) continue;
    await interleavings.check();
    unchecked = 0;
  }
  await interleavings.check();
  return { schedules, wrongs };
}
