import { existsSync } from 'node:fs';
import { rename, writeFile } from 'node:fs/promises';
import path from 'node:path';

/** Debian’s faketime: the form for programs with threads. */
const library = `/usr/lib/${machineName()}-linux-gnu/faketime/libfaketimeMT.so.1`;

/** Why a test that needs a faked clock is left out; false where it need not be. .ci/run installs it. */
export const withoutFaketime =
  !existsSync(library) && `faketime is not installed (apt-get install faketime): ${library} is missing`;

/** The wall clock of a machine: of every process that is started with its environment. */
export interface FakedClock {
  readonly environment: Readonly<Record<string, string>>;
  /** Sets it, also under processes that run; the monotonic clock goes on as before. */
  set(errorMs: number): Promise<void>;
}

/** @param folder of the test, that every user may enter. */
export async function createFakedClock(folder: string, name = 'machine'): Promise<FakedClock> {
  const file = path.join(folder, `${name}.clock`);
  async function set(errorMs: number): Promise<void> {
    const seconds = (errorMs / 1000).toFixed(3);
    // Renamed, because the file is read at each look at the clock, and half of one is another time.
    await writeFile(`${file}.new`, `${errorMs < 0 ? '' : '+'}${seconds}\n`, { mode: 0o644 });
    await rename(`${file}.new`, file);
  }
  await set(0);
  return {
    set,
    environment: {
      LD_PRELOAD: library,
      FAKETIME_TIMESTAMP_FILE: file,
      FAKETIME_NO_CACHE: '1',
      // Its name before and since version 0.9.10.
      DONT_FAKE_MONOTONIC: '1',
      FAKETIME_DONT_FAKE_MONOTONIC: '1',
    },
  };
}

function machineName(): string {
  return process.arch === 'arm64' ? 'aarch64' : 'x86_64';
}

export const minuteMs = 60_000;
export const dayMs = 86_400_000;
export const yearMs = 365 * dayMs;
