import { hostname } from 'node:os';
import { systemClock } from '@tallystick/foundation';
import { createLossyOutput, type LossyOutput, type Loss } from './lossy-output.ts';
import { writerTo } from './write-to-descriptor.ts';

/** Standard output and standard error of a process that serves. */
export interface ServiceOutput {
  /** The server’s log, JSON lines, and what the start tells people. */
  readonly stdout: LossyOutput;
  /** Sentences for the operator, and what PostgreSQL warns of. */
  readonly stderr: LossyOutput;
}

let ofThisProcess: ServiceOutput | undefined;

/** The outputs of this process: one for each descriptor, so that lines of the log and of the start take turns. */
export function serviceOutput(): ServiceOutput {
  ofThisProcess ??= {
    stdout: createLossyOutput(writerTo('stdout'), (loss) => `${JSON.stringify(lossRecord(loss))}\n`),
    stderr: createLossyOutput(writerTo('stderr'), (loss) => `${lossWords(loss)}\n`),
  };
  return ofThisProcess;
}

function lossWords({ lineCount, reason }: Loss): string {
  const lines = lineCount === 1 ? '1 line of output was' : `${lineCount} lines of output were`;
  return `${lines} lost, because it could not be written (${reason}).`;
}

/** A line like the others of the log, at the level `warn`. */
function lossRecord(loss: Loss): object {
  const { pid } = process;
  return {
    ...{ level: 40, time: systemClock.nowMs(), pid, hostname: hostname() },
    ...{ lostLines: loss.lineCount, reason: loss.reason, msg: lossWords(loss) },
  };
}
