import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { TallyError } from '@tallystick/foundation';
import type { CommandIo } from '../output/command-io.ts';
import { exitCodes } from '../output/exit-codes.ts';
import { openDemoSystem } from './demo-system.ts';
import { marketMorning } from './market-morning.ts';
import { openMarket } from './market.ts';
import { createStory, type Story } from './story.ts';

const help = `tally demo [--receipt FILE]

A market morning: dozens of payments, and the ways in which one is refused, told line by line. It happens on the system
that runs at TALLY_SERVER, otherwise at 127.0.0.1:8080 (TALLY_PORT), with the keys of its demo in TALLY_DATA (./data);
where none runs, on a system of its own, which is removed afterwards.

  --receipt FILE   where a receipt is saved; otherwise demo-receipt.txt in TALLY_DATA

Exit code: 0 when everything was as expected, otherwise 1.
`;

const stopSignals = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

/** `tally demo`: ends with 0 only where every payment ended as the story says and the ledger adds up. */
export async function runDemoCommand(args: readonly string[], io: CommandIo): Promise<number> {
  if (args.includes('--help')) {
    io.stdout.write(help);
    return exitCodes.done;
  }
  const receiptFile = readReceiptFile(args) ?? path.join(io.env['TALLY_DATA'] ?? 'data', 'demo-receipt.txt');
  const story = createStory(io);
  await untilStopped((signal) => tellStory(story, { receiptFile: path.resolve(receiptFile), signal, io }));
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

/** Ctrl-C ends the story at the next scene, so that a system of its own is stopped and removed. */
async function untilStopped(work: (signal: AbortSignal) => Promise<void>): Promise<void> {
  const stop = new AbortController();
  const end = (): void => stop.abort();
  for (const signal of stopSignals) process.once(signal, end);
  try {
    await work(stop.signal);
  } finally {
    for (const signal of stopSignals) process.off(signal, end);
  }
}

function readReceiptFile(args: readonly string[]): string | undefined {
  try {
    return parseArgs({ args: [...args], options: { receipt: { type: 'string' } } }).values.receipt;
  } catch (cause) {
    throw new TallyError('arguments_wrong', { detail: 'Usage: tally demo [--receipt FILE]', cause });
  }
}
