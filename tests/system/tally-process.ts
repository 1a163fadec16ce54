import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { sendSignal } from '../../packages/postgres/src/embedded/send-signal.ts';

const program = path.join(import.meta.dirname, '../../apps/tally/src/tally.ts');
const startTimeoutMs = 60_000;
const commandTimeoutMs = 60_000;

interface SpawnOptions {
  /** The working folder; the test’s own where it is left out. */
  readonly cwd?: string;
}

type Environment = Readonly<Record<string, string>>;

export interface Ended {
  readonly exitCode: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** `tally start`, as a shell would run it. */
export interface TallyServer {
  readonly address: string;
  readonly processId: number;
  /** What it has printed so far. */
  output(): string;
  /** Ctrl-C: the signal goes to the whole process group, as a terminal sends it. */
  interrupt(): Promise<Ended>;
  /** kill -9. */
  kill(): Promise<void>;
}

/** Starts `tally start` on a free port and waits until it says where it runs. */
export async function startTally(
  environment: Environment,
  args: readonly string[] = [],
  options: SpawnOptions = {},
): Promise<TallyServer> {
  const child = spawnTally([], ['start', ...args], { TALLY_PORT: '0', ...environment }, options);
  const end = ended(child);
  const lines = createInterface({ input: child.stdout! });
  const output: string[] = [];
  const address = await new Promise<string>((resolve, reject) => {
    const giveUp = (): void => reject(new Error('tally start takes too long'));
    const timer = setTimeout(giveUp, startTimeoutMs);
    lines.on('line', (line) => {
      output.push(line);
      const found = / runs at (\S+)$/.exec(line)?.[1];
      if (found === undefined) return;
      clearTimeout(timer);
      resolve(found);
    });
    void end.then(({ stderr }) => {
      clearTimeout(timer);
      reject(new Error(`tally start ended: ${stderr}`));
    });
  });
  return {
    address,
    processId: child.pid ?? 0,
    output: () => output.join('\n'),
    async interrupt() {
      if (child.pid !== undefined) sendSignal(-child.pid, 'SIGINT');
      return end;
    },
    async kill() {
      child.kill('SIGKILL');
      await end;
    },
  };
}

/**
 * Runs a `tally` command to its end.
 *
 * @param prefix a program that runs the command, such as `unshare --net`.
 */
export async function runTally(
  args: readonly string[],
  environment: Environment,
  prefix: readonly string[] = [],
  options: SpawnOptions = {},
): Promise<Ended> {
  const child = spawnTally(prefix, args, environment, options);
  const timer = setTimeout(() => child.kill('SIGKILL'), commandTimeoutMs);
  return ended(child).finally(() => clearTimeout(timer));
}

function spawnTally(
  prefix: readonly string[],
  args: readonly string[],
  environment: Environment,
  { cwd }: SpawnOptions,
): ChildProcess {
  const [command = process.execPath, ...words] = [...prefix, process.execPath, program, ...args];
  return spawn(command, words, {
    cwd,
    env: { ...withoutSettings(process.env), ...environment },
    stdio: ['ignore', 'pipe', 'pipe'],
    detached: true,
  });
}

/** Settings of the person who runs the tests are not those of the test. */
function withoutSettings(environment: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  const entries = Object.entries(environment);
  return Object.fromEntries(entries.filter(([name]) => !/^(TALLY_|DATABASE_URL$)/.test(name)));
}

async function ended(child: ChildProcess): Promise<Ended> {
  let stdout = '';
  let stderr = '';
  child.stdout?.setEncoding('utf8').on('data', (text: string) => (stdout += text));
  child.stderr?.setEncoding('utf8').on('data', (text: string) => (stderr += text));
  await once(child, 'close');
  return { exitCode: child.exitCode, stdout, stderr };
}
