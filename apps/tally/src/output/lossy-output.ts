import type { Write } from './write-to-descriptor.ts';

/** What could not be written since the last report. */
export interface Loss {
  readonly lineCount: number;
  /** Why: the system’s name of it, such as `ENOSPC`, or `SLOW_READER`. */
  readonly reason: string;
}

/** An output that must never hold up or end the service: what it does not take is dropped and counted. */
export interface LossyOutput {
  /** Takes lines that are whole. Returns at once and never throws. */
  write(lines: string): void;
  /**
   * Waits until all is written or lost, for one second at most.
   *
   * @returns false where something is still under way, as into a pipe that nobody reads.
   */
  flush(): Promise<boolean>;
}

/** What waits behind a write under way; beyond this lines are lost. */
const mostWaitingCharacters = 1 << 20;
const flushMs = 1000;
const retryMs = 1000;

/**
 * Writes lines one batch after the other. Once something was lost, the report of it is tried first, with every line and
 * each second, until it is taken: no line stands behind a gap that is not told of.
 */
export function createLossyOutput(write: Write, report: (loss: Loss) => string): LossyOutput {
  let waiting: string[] = [];
  let waitingCharacters = 0;
  let loss: Loss | undefined;
  let drained: Promise<void> | undefined;
  let retry: NodeJS.Timeout | undefined;

  function lose(lines: string, reason: string): void {
    const lineCount = (loss?.lineCount ?? 0) + lines.split('\n').length - 1;
    if (lineCount > 0) loss = { lineCount, reason };
  }

  async function writeReport(): Promise<boolean> {
    if (loss === undefined) return true;
    const told = loss;
    const failure = await write(report(told));
    if (failure !== undefined) return false;
    const more = loss.lineCount - told.lineCount;
    loss = more > 0 ? { ...loss, lineCount: more } : undefined;
    return true;
  }

  async function drain(): Promise<void> {
    do {
      const isWriting = await writeReport();
      const lines = waiting.join('');
      waiting = [];
      waitingCharacters = 0;
      if (!isWriting) lose(lines, loss?.reason ?? '');
      else if (lines !== '') await writeLines(lines);
    } while (waiting.length > 0);
    drained = undefined;
    if (loss !== undefined) retry ??= setTimeout(startDraining, retryMs).unref();
  }

  async function writeLines(lines: string): Promise<void> {
    const failure = await write(lines);
    if (failure !== undefined) lose(failure.unwritten, failure.reason);
  }

  function startDraining(): void {
    clearTimeout(retry);
    retry = undefined;
    drained ??= drain();
  }

  return {
    write(lines) {
      if (waitingCharacters + lines.length > mostWaitingCharacters) return lose(lines, 'SLOW_READER');
      waiting.push(lines);
      waitingCharacters += lines.length;
      startDraining();
    },
    async flush() {
      if (drained === undefined) return true;
      const timedOut = new Promise<false>((resolve) => setTimeout(() => resolve(false), flushMs).unref());
      return Promise.race([drained.then(() => true), timedOut]);
    },
  };
}
