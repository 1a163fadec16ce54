import { setTimeout } from 'node:timers/promises';
import type { Gate } from '../gate/open-gate.ts';
import type { Signal } from './signal.ts';
import { firstChoice, type Decision, type Schedule } from './next-schedule.ts';

/** Work that reaches its database through a gate of its own. */
export interface Participant<Answer> {
  readonly gate: Gate;
  readonly work: () => Promise<Answer>;
}

export interface SchedulerParts {
  /** Given whenever something has changed at one of the gates. */
  readonly signal: Signal;
  /** Which of these backends wait for a lock that another of them holds. */
  readonly blockedAmong: (backends: readonly number[]) => Promise<ReadonlySet<number>>;
}

export interface Run<Answer> {
  readonly answers: readonly Answer[];
  readonly decisions: readonly Decision[];
  /** True where somebody whose turn it was could not go on. */
  readonly hasDiverged: boolean;
  /** True where all waited for each other, until the database ended it. */
  readonly wasDeadlocked: boolean;
}

/** Between an answer that does not come and the question whether it can: most come within this time. */
const lookAfterMs = 2;
/** A participant that neither answers nor waits for another one is an error of the test. */
const patienceMs = 20_000;

/** Runs all of the work, one step at a time, in the order of the schedule. */
export async function runSchedule<Answer>(
  parts: SchedulerParts,
  participants: readonly Participant<Answer>[],
  schedule: Schedule,
): Promise<Run<Answer>> {
  const finished = new Set<Participant<Answer>>();
  const decisions: Decision[] = [];
  let hasDiverged = false;
  let wasDeadlocked = false;

  for (const { gate } of participants) gate.shut();
  const works = participants.map(async (participant) => {
    try {
      return await participant.work();
    } finally {
      finished.add(participant);
      parts.signal.give();
    }
  });
  const answers = Promise.all(works);
  answers.catch(() => undefined);

  const unfinished = (): readonly Participant<Answer>[] =>
    participants.filter((participant) => !finished.has(participant));

  try {
    for (;;) {
      await waitUntilSettled(parts, unfinished, decisions);
      const ready = participants.flatMap(({ gate }, index) => (gate.isAnyoneWaiting() ? [index] : []));
      if (ready.length > 0) {
        const wanted: number | undefined = hasDiverged ? undefined : schedule[decisions.length]?.chosen;
        hasDiverged ||= wanted !== undefined && !ready.includes(wanted);
        const chosen =
          wanted === undefined || hasDiverged ? firstChoice(ready, decisions.at(-1)?.chosen) : wanted;
        decisions.push({ ready, chosen });
        participants[chosen]!.gate.letOneThrough();
      } else if (finished.size === participants.length) {
        return { answers: await answers, decisions, hasDiverged, wasDeadlocked };
      } else {
        wasDeadlocked = true;
        await parts.signal.next();
      }
    }
  } finally {
    for (const { gate } of participants) gate.open();
    await Promise.allSettled(works);
  }
}

/** Until nobody can do anything but wait for a decision, or for the lock of somebody who does. */
async function waitUntilSettled(
  { signal, blockedAmong }: SchedulerParts,
  unfinished: () => readonly Participant<unknown>[],
  decisions: readonly Decision[],
): Promise<void> {
  for (const startedMs = performance.now(); performance.now() - startedMs < patienceMs;) {
    const changes = signal.count();
    const busy = unfinished().filter(({ gate }) => !gate.isAnyoneWaiting());
    if (busy.length === 0) return;
    await Promise.race([signal.next(), setTimeout(lookAfterMs)]);
    if (signal.count() !== changes || !busy.every(({ gate }) => gate.backendsAtWork().length > 0)) continue;
    const blocked = await blockedAmong(unfinished().flatMap(({ gate }) => gate.backends()));
    const atWork = busy.flatMap(({ gate }) => gate.backendsAtWork());
    if (signal.count() === changes && atWork.every((backend) => blocked.has(backend))) return;
  }
  throw new Error(`nothing has happened for ${patienceMs} ms after ${trace(decisions)}`);
}

/** A schedule as one word, to be run again by hand. */
export function trace(decisions: readonly Decision[]): string {
  return decisions.map(({ chosen }) => chosen).join('');
}
