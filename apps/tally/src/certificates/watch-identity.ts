import type { TlsIdentity } from '@tallystick/verification-contract';
import { TallyError, type Clock } from '@tallystick/foundation';
import type { Side } from './certificate-files.ts';
import { readIdentity } from './read-identity.ts';

/** The identity of one side, read again now and then, so that certificates are replaced while the server runs. */
export interface WatchedIdentity {
  present(): TlsIdentity;
  stop(): void;
}

export interface WatchIdentityOptions {
  readonly folder: string;
  readonly side: Side;
  readonly clock: Clock;
  readonly log: (line: string) => void;
  /** Told of new files that can be used. */
  readonly onChange?: (identity: TlsIdentity) => void;
  readonly pauseMs?: number;
}

const defaultPauseMs = 5_000;

/**
 * @throws TallyError `certificates_wrong` where the files can’t be used at the start. Later ones that can’t be used are told
 *   of once, and the former ones stay: a folder is in between while its files are exchanged.
 */
export async function watchIdentity(options: WatchIdentityOptions): Promise<WatchedIdentity> {
  const { folder, side, clock, log, onChange, pauseMs = defaultPauseMs } = options;
  let identity = await readIdentity(folder, side, new Date(clock.nowMs()));
  let lastWords = '';
  let isStopped = false;
  let timer: NodeJS.Timeout | undefined;

  async function look(): Promise<void> {
    try {
      const next = await readIdentity(folder, side, new Date(clock.nowMs()));
      lastWords = '';
      if (isSame(next, identity)) return;
      identity = next;
      onChange?.(next);
      log('The certificates were replaced; new connections use them.');
    } catch (error) {
      const words = error instanceof TallyError ? error.message : 'The certificates can’t be read.';
      if (words !== lastWords) log(words);
      lastWords = words;
    }
  }
  function lookLater(): void {
    if (isStopped) return;
    timer = setTimeout(() => void look().then(lookLater), pauseMs).unref();
  }
  lookLater();
  return {
    present: () => identity,
    stop() {
      isStopped = true;
      clearTimeout(timer);
    },
  };
}

function isSame(left: TlsIdentity, right: TlsIdentity): boolean {
  return (
    left.authority === right.authority && left.certificate === right.certificate && left.key === right.key
  );
}
