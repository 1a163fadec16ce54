import assert from 'node:assert/strict';
import { databaseDifferences } from '@tallystick/integrity';
import { openTestShop, type TestShop } from '../../payments/test-shop.ts';
import { forgoFlushes } from '../../support/forgo-flushes.ts';
import type { Rewriting } from '../gate/rewrite-statement.ts';
import type { Grain } from '../gate/steps-of.ts';
import { blockedAmong } from '../scheduler/blocked-backends.ts';
import { exploreSchedules } from '../scheduler/explore-schedules.ts';
import type { Decision, Schedule } from '../scheduler/next-schedule.ts';
import { runSchedule, trace, type Run } from '../scheduler/run-schedule.ts';
import { createSignal } from '../scheduler/signal.ts';
import { lookAtEnding, wordsOf, wrongsOf, type Ending } from './ending.ts';
import { operate, type Answer, type Operation } from './operations.ts';
import { openServerBehindGate } from './server-behind-gate.ts';
import { fastByMs, startSubject, type Counter, type Start } from './start-subject.ts';

/** Operations on one payment that are let loose on each other. */
export interface Meeting {
  readonly start: Start;
  readonly hasOrder: boolean;
  readonly operations: readonly Operation[];
}

export interface Exploration {
  readonly schedules: number;
  /** What no schedule may end in, each with the schedule that did. */
  readonly wrongs: readonly string[];
}

export interface Interleavings {
  /** Runs a meeting in every feasible order. */
  explore(meeting: Meeting, maximumPreemptions?: number): Promise<Exploration>;
  /** Fails where the database does not agree with itself. */
  check(): Promise<void>;
  /** Fails where a guard was to be taken away and is still there. */
  assertRewritten(): void;
  close(): Promise<void>;
}

interface Options {
  readonly grain: Grain;
  /** Guards that are taken away. */
  readonly rewritings?: readonly Rewriting[];
}

const moneyOfPayer = 1_000_000_000n;

/** Runs the work in a shop with as many servers as operations can meet, and ends them whatever becomes of it. */
export async function withInterleavings(
  serverCount: number,
  options: Options,
  work: (interleavings: Interleavings) => Promise<void>,
): Promise<void> {
  const shop = await openTestShop();
  try {
    const interleavings = await openInterleavings(shop, serverCount, options);
    await work(interleavings).finally(() => interleavings.close());
  } finally {
    await shop.close();
  }
}

/** @param serverCount as many as operations that meet. */
export async function openInterleavings(
  shop: TestShop,
  serverCount: number,
  { grain, rewritings = [] }: Options,
): Promise<Interleavings> {
  await forgoFlushes(shop);
  const signal = createSignal();
  const open = () => openServerBehindGate(shop, { grain, rewritings, onChange: signal.give });
  const servers = await Promise.all(Array.from({ length: serverCount }, open));
  let number = 0;
  const counter: Counter = {
    shop,
    till: await shop.openTill(),
    free: await shop.openServer(shop.database),
    payer: await shop.enrolPayer(moneyOfPayer),
    fastPayer: await shop.enrolPayer(moneyOfPayer, fastByMs),
    nextNumber: () => (number += 1),
  };
  const { till } = counter.till;
  const parts = { signal, blockedAmong: blockedAmong.bind(undefined, shop.database) };
  // What a server does once only, such as to open each of its connections, is no step of an operation.
  for (const server of [...servers, ...servers]) {
    const subject = await startSubject(counter, 'never_seen', true);
    await operate('pay', server, till, subject);
    await operate('reverse', server, till, subject);
  }

  async function runOnce({ start, hasOrder, operations }: Meeting, schedule: Schedule) {
    const subject = await startSubject(counter, start, hasOrder);
    const participants = operations.map((operation, index) => {
      const server = servers[index]!;
      return { gate: server.gate, work: () => operate(operation, server, till, subject) };
    });
    const run = await runSchedule<Answer>(parts, participants, schedule);
    return { ...run, ending: await lookAtEnding(counter, subject, run.answers) };
  }

  return {
    async explore(meeting, maximumPreemptions = Infinity) {
      const runs = await exploreSchedules((schedule) => runOnce(meeting, schedule), maximumPreemptions);
      const wrongs = [...runs.flatMap(wrongsOfRun), ...unlikeAnyOrder(meeting, runs)];
      const name = nameOf(meeting);
      return {
        schedules: new Set(runs.map(({ decisions }) => trace(decisions))).size,
        wrongs: wrongs.map(({ run, wrong }) => `${name}, ${trace(run.decisions)}: ${wrong}`),
      };
    },
    async check() {
      assert.deepEqual(await databaseDifferences(shop.database), []);
    },
    assertRewritten() {
      for (const rewriting of rewritings) {
        const isGone = servers.some(({ gate }) => gate.rewritten().has(rewriting));
        assert.ok(isGone, `${rewriting.statement} was never sent`);
      }
    },
    async close() {
      for (const server of servers) await server.close();
      await counter.free.close();
    },
  };
}

export function nameOf({ start, hasOrder, operations }: Meeting): string {
  return `${operations.join(', ')} of a payment ${start}${hasOrder ? ' with an order' : ''}`;
}

interface EndedRun extends Run<Answer> {
  readonly ending: Ending;
}

interface Wrong {
  readonly run: EndedRun;
  readonly wrong: string;
}

function wrongsOfRun(run: EndedRun): readonly Wrong[] {
  const waiting = run.wasDeadlocked ? ['all waited for each other'] : [];
  return [...wrongsOf(run.ending), ...waiting].map((wrong) => ({ run, wrong }));
}

/** They take a look or a transaction after another, so that something may come between. */
const inSeveralParts: readonly Operation[] = ['query', 'end_abandoned'];

/**
 * Operations of one transaction each must end as if one had come after the other: as one of the schedules ended in which
 * nobody was interrupted.
 */
function unlikeAnyOrder({ operations }: Meeting, runs: readonly EndedRun[]): readonly Wrong[] {
  if (operations.some((operation) => inSeveralParts.includes(operation))) return [];
  const inOrder = new Set(
    runs.filter(({ decisions }) => isUninterrupted(decisions)).map(({ ending }) => wordsOf(ending)),
  );
  return runs
    .filter(({ ending }) => !inOrder.has(wordsOf(ending)))
    .map((run) => ({ run, wrong: `ended like no order: ${wordsOf(run.ending)}` }));
}

function isUninterrupted(decisions: readonly Decision[]): boolean {
  const turns = decisions.filter(({ chosen }, place) => decisions[place - 1]?.chosen !== chosen);
  return new Set(turns.map(({ chosen }) => chosen)).size === turns.length;
}
