import { spawn } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import { createInterface } from 'node:readline';

export interface ServerProcess {
  readonly address: URL;
  /** Lets the server end by itself, then waits for it. */
  stop(): Promise<void>;
}

const entry = path.join(import.meta.dirname, 'server.ts');
const startTimeoutMs = 30_000;
const stopTimeoutMs = 20_000;

/**
 * Starts the server under test.
 *
 * @param keys the text of a key file. It travels in the environment, where only this user can read it.
 * @throws Error where the server ends, or says nothing for 30 s.
 */
export async function startServerProcess(databaseUrl: string, keys: string): Promise<ServerProcess> {
  const child = spawn(process.execPath, [entry], {
    stdio: ['pipe', 'pipe', 'inherit'],
    env: { ...process.env, DATABASE_URL: databaseUrl, TALLY_KEYS: keys },
  });
  const ended = once(child, 'exit');
  const lines = createInterface({ input: child.stdout });

  async function stop(): Promise<void> {
    child.stdin.end();
    const cutOff = setTimeout(() => child.kill('SIGKILL'), stopTimeoutMs);
    await ended;
    clearTimeout(cutOff);
  }
  try {
    const address = await firstLine();
    // Whatever it logs after its address is a warning, which a measurement must not hide.
    lines.on('line', (line) => process.stderr.write(`${line}\n`));
    return { address: new URL(address), stop };
  } catch (error) {
    await stop();
    throw error;
  }

  async function firstLine(): Promise<string> {
    const signal = AbortSignal.timeout(startTimeoutMs);
    const exit = ended.then(() => Promise.reject(new Error('the server under test did not start')));
    const [line]: unknown[] = await Promise.race([once(lines, 'line', { signal }), exit]);
    return String(line);
  }
}
