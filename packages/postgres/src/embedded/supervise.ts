import { setTimeout as wait } from 'node:timers/promises';
import type { Postmaster } from './postmaster.ts';

export interface Supervisor {
  /** The server of now; one that has ended while it is being started again. */
  current(): Postmaster;
  stop(): Promise<void>;
}

const firstPauseMs = 50;
const longestPauseMs = 5_000;

/**
 * Starts a server, and starts it again whenever it ends unasked: at once, then after pauses that double up to 5 s, for as
 * long as it takes. A full disk is cleared by a person hours later, and nobody should have to restart us then.
 *
 * @param launch Resolves when the server is ready.
 * @throws what the first launch throws.
 */
export async function supervise(
  launch: () => Promise<Postmaster>,
  log: (line: string) => void,
): Promise<Supervisor> {
  const stopping = new AbortController();
  let postmaster = await launch();
  let isRelaunching = false;

  async function keepRunning(): Promise<void> {
    while (!stopping.signal.aborted) {
      await postmaster.ended;
      if (stopping.signal.aborted) break;
      isRelaunching = true;
      await relaunch();
      isRelaunching = false;
    }
    await postmaster.stop();
  }
  async function relaunch(): Promise<void> {
    log('PostgreSQL ended unasked and is started again.');
    for (
      let pauseMs = firstPauseMs;
      !stopping.signal.aborted;
      pauseMs = Math.min(pauseMs * 2, longestPauseMs)
    ) {
      try {
        postmaster = await launch();
        return;
      } catch (error) {
        log(`PostgreSQL did not start again, next try in ${pauseMs} ms: ${String(error)}`);
      }
      await wait(pauseMs, undefined, { signal: stopping.signal }).catch(() => undefined);
    }
  }

  const running = keepRunning();
  // What fails while it stops is thrown by stop(), which waits for it.
  running.catch(() => undefined);
  return {
    current: () => postmaster,
    async stop() {
      stopping.abort();
      // A server that is being started is stopped by the loop when it is ready; the one before it has ended.
      if (!isRelaunching) await postmaster.stop();
      await running;
    },
  };
}
