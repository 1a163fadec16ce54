import { nextSchedule, type Schedule } from './next-schedule.ts';
import type { Run } from './run-schedule.ts';

/**
 * Where two wait for one row that is then changed, PostgreSQL lets them race for it. So a schedule may not come about at the
 * first attempt; one that does not come about at all is left out.
 */
const attempts = 5;

/** Runs every feasible schedule, each once; returns all runs, also those that took another way than they should. */
export async function exploreSchedules<EachRun extends Pick<Run<unknown>, 'decisions' | 'hasDiverged'>>(
  runOnce: (schedule: Schedule) => Promise<EachRun>,
  maximumPreemptions: number,
): Promise<readonly EachRun[]> {
  const runs: EachRun[] = [];
  for (let schedule: Schedule | undefined = []; schedule !== undefined;) {
    let run: EachRun;
    let attempt = 0;
    do {
      run = await runOnce(schedule);
      runs.push(run);
      attempt += 1;
    } while (run.hasDiverged && attempt < attempts);
    schedule = nextSchedule(run.hasDiverged ? schedule : run.decisions, maximumPreemptions);
  }
  return runs;
}
