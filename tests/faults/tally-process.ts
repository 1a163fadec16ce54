import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import { sendSignal } from '../../packages/postgres/src/embedded/send-signal.ts';

/** How one `tally start` of a test differs from another. */
export interface TallySettings {
  readonly dataDirectory: string;
  /** Left out, the embedded PostgreSQL is used. */
  readonly databaseUrl?: string;
  /** Left out, the system chooses a free one. */
  readonly port?: number;
  /** The user to run as, where the test runs as root. */
  readonly user?: { readonly uid: number; readonly gid: number };
}

/** A `tally start` that has said where it is. */
export interface RunningTally {
  readonly address: URL;
  readonly processId: number;
  /** kill -9. */
  kill(): Promise<void>;
  /** Ctrl-C: the signal goes to all processes of the terminal’s group. */
  interrupt(): Promise<Ending>;
}

/** How a `tally start` ended, and its words. */
export interface Ending {
  readonly exitCode: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** A `tally start` of which nothing is known yet. */
export interface SpawnedTally {
  readonly processId: number;
  readonly ended: Promise<Ending>;
  readonly running: Promise<RunningTally>;
  kill(): Promise<void>;
  interrupt(): Promise<Ending>;
}

const program = path.join(import.meta.dirname, '../../apps/tally/src/tally.ts');
const startTimeoutMs = 60_000;
const addressLine = /^Tallystick runs at (http:\S+)$/m;

/** Runs `tally start --no-demo` as a terminal would: in a process group of its own. */
export function spawnTally(settings: TallySettings): SpawnedTally {
  const child = spawn(process.execPath, [program, 'start', '--no-demo'], {
    ...settings.user,
    cwd: '/',
    detached: true,
    stdio: ['ignore', 'pipe', 'pipe'],
    env: environment(settings),
  });
  const words = { stdout: '', stderr: '' };
  child.stdout.setEncoding('utf8').on('data', (text: string) => (words.stdout += text));
  child.stderr.setEncoding('utf8').on('data', (text: string) => (words.stderr += text));
  // A test that fails half-way must not leave its system behind.
  const killChild = (): void => void child.kill('SIGKILL');
  process.once('exit', killChild);
  const ended = once(child, 'close').then(() => {
    process.off('exit', killChild);
    return { exitCode: child.exitCode, ...words };
  });
  const processId = child.pid ?? 0;

  async function kill(): Promise<void> {
    child.kill('SIGKILL');
    await ended;
  }
  async function interrupt(): Promise<Ending> {
    sendSignal(-processId, 'SIGINT');
    return await ended;
  }
  const running = untilItRuns(child, ended).then((address) => ({ address, processId, kill, interrupt }));
  // Whoever waits for the end only is not interested in a start that fails.
  running.catch(() => undefined);
  return { processId, ended, running, kill, interrupt };
}

export function startTally(settings: TallySettings): Promise<RunningTally> {
  return spawnTally(settings).running;
}

/** For starts that must fail: one that runs all the same is ended, so that its test fails and does not wait for ever. */
export async function endOfStart(settings: TallySettings): Promise<Ending> {
  const tally = spawnTally(settings);
  tally.running.then(
    ({ interrupt }) => interrupt(),
    () => undefined,
  );
  return await tally.ended;
}

function environment({ dataDirectory, databaseUrl, port }: TallySettings): NodeJS.ProcessEnv {
  return {
    PATH: process.env['PATH'],
    TALLY_DATA: dataDirectory,
    TALLY_PORT: String(port ?? 0),
    TALLY_LOG: 'silent',
    ...(databaseUrl === undefined ? {} : { DATABASE_URL: databaseUrl }),
  };
}

function untilItRuns(child: ChildProcess, ended: Promise<Ending>): Promise<URL> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => child.kill('SIGKILL'), startTimeoutMs);
    let heard = '';
    child.stdout?.on('data', (text: string) => {
      heard += text;
      const address = addressLine.exec(heard)?.[1];
      if (address === undefined) return;
      clearTimeout(timer);
      resolve(new URL(address));
    });
    void ended.then(({ exitCode, stderr }) => {
      clearTimeout(timer);
      reject(new Error(`tally start ended with ${exitCode}: ${stderr}`));
    });
  });
}
