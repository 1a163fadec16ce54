import { mkdtemp, rm } from 'node:fs/promises';
import { constants, tmpdir } from 'node:os';
import path from 'node:path';
import { dataFolder } from '../environment/folders.ts';
import type { CommandIo } from '../output/command-io.ts';
import { exitCodeOfSignal, exitCodes } from '../output/exit-codes.ts';
import { openDemoSystem } from './demo-system.ts';
import { whenNpmEnds } from '../start/when-npm-ends.ts';
import { marketMorning } from './market-morning.ts';
import { createJsonStory } from './json-story.ts';
import { openMarket } from './market.ts';
import { createStory, type Story } from './story.ts';

export interface DemoValues {
  readonly receipt?: string | undefined;
  readonly json?: boolean | undefined;
}

const stopSignals = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

type StopSignal = (typeof stopSignals)[number];

/**
 * `tally demo`: ends with 0 only where every payment ended as the story says and the ledger adds up. A story that was
 * stopped ends as a stopped program does, because it has shown nothing.
 */
export async function runDemo({ receipt, json }: DemoValues, io: CommandIo): Promise<number> {
  const receiptFile = receipt ?? path.join(dataFolder(io.env), 'demo-receipt.txt');
  const story = json === true ? createJsonStory(io) : createStory(io);
  const stoppedBy = await untilStopped(io, (signal) =>
    tellStory(story, { receiptFile: path.resolve(receiptFile), signal, io }),
  );
  if (stoppedBy !== undefined) return exitCodeOfSignal(constants.signals[stoppedBy]);
  return story.unexpectedCount() === 0 ? exitCodes.done : exitCodes.failed;
}

async function tellStory(
  story: Story,
  { receiptFile, signal, io }: { receiptFile: string; signal: AbortSignal; io: CommandIo },
): Promise<void> {
  const folder = await mkdtemp(path.join(tmpdir(), 'tallystick-market-'));
  try {
    const system = await openDemoSystem(io);
    try {
      story.says(system.description);
      await marketMorning(await openMarket({ system, story, folder, receiptFile, io }), signal);
    } finally {
      await system.close();
    }
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/**
 * Ctrl-C ends the story at the next scene, so that a system of its own is stopped and removed.
 *
 * @returns the signal that has ended it, if one has.
 */
async function untilStopped(
  io: CommandIo,
  work: (signal: AbortSignal) => Promise<void>,
): Promise<StopSignal | undefined> {
  const stop = new AbortController();
  let stoppedBy: StopSignal | undefined;
  const end = (signal: StopSignal): void => {
    stoppedBy = signal;
    stop.abort();
  };
  for (const signal of stopSignals) process.once(signal, end);
  const stopWatching = whenNpmEnds(io.env, () => end('SIGTERM'));
  try {
    await work(stop.signal);
    return stoppedBy;
  } finally {
    stopWatching();
    for (const signal of stopSignals) process.off(signal, end);
  }
}
