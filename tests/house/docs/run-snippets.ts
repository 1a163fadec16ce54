import { spawn } from 'node:child_process';
import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { sendSignal } from '../../../packages/postgres/src/embedded/send-signal.ts';
import { houseRoot } from '../read-house-files.ts';
import type { Snippet } from './snippets-of.ts';

interface Run {
  readonly exitCode: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

const maximumRunMs = 180_000;
const maximumOutputCharacters = 1_000_000;

/** Between two blocks of one session; a control character that no program prints by chance. */
const separator = '\u001e';

/** Runs a TypeScript snippet as a module that stands in the root of the checkout. */
export async function runTypeScript(snippet: Snippet): Promise<Run> {
  return run(process.execPath, ['--input-type=module-typescript', '--eval', snippet.code], process.env);
}

/**
 * Runs the shell snippets of one document as one session in the root of the checkout and returns what each printed.
 * TALLY_DATA is a fresh folder and TALLY_PORT a free port, so that a document may start the system;
 * whatever it leaves running is ended with its process group.
 */
export async function runShellSession(
  snippets: readonly Pick<Snippet, 'code'>[],
): Promise<Run & { readonly printed: readonly string[] }> {
  const folder = await mkdtemp(join(tmpdir(), 'tallystick-docs-'));
  try {
    // PostgreSQL runs as another user where root runs the tests; what it can’t enter would be kept in /var/lib.
    await chmod(folder, 0o755);
    const environment = {
      ...process.env,
      PATH: `${join(houseRoot, 'node_modules', '.bin')}:${process.env['PATH'] ?? ''}`,
      TALLY_DATA: join(folder, 'data'),
      TALLY_PORT: String(await freePort()),
      TALLY_DOCS_FOLDER: folder,
    };
    const script = snippets.map(({ code }) => code).join(`printf '${separator}'\n`);
    const result = await run('bash', ['-euo', 'pipefail', '-c', script], environment);
    return { ...result, printed: result.stdout.split(separator) };
  } finally {
    await rm(folder, { recursive: true, force: true, maxRetries: 20, retryDelay: 250 });
  }
}

async function run(command: string, words: readonly string[], environment: NodeJS.ProcessEnv): Promise<Run> {
  const child = spawn(command, words, {
    cwd: houseRoot,
    env: environment,
    stdio: ['ignore', 'pipe', 'pipe'],
    detached: true,
  });
  const group = child.pid === undefined ? undefined : -child.pid;
  const timer = setTimeout(() => endGroup(group, 'SIGKILL'), maximumRunMs);
  let stdout = '';
  let stderr = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    stdout = (stdout + text).slice(0, maximumOutputCharacters);
  });
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    stderr = (stderr + text).slice(0, maximumOutputCharacters);
  });
  try {
    return await new Promise<Run>((resolve, reject) => {
      let exitCode: number | null = null;
      child.once('error', reject);
      child.once('exit', (code) => {
        exitCode = code;
        // What it started in the background holds the pipes open until it ends.
        endGroup(group, 'SIGTERM');
      });
      child.once('close', () => resolve({ exitCode, stdout, stderr }));
    });
  } finally {
    clearTimeout(timer);
  }
}

function endGroup(group: number | undefined, signal: NodeJS.Signals): void {
  if (group !== undefined) sendSignal(group, signal);
}

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  await new Promise<void>((resolve) => server.close(() => resolve()));
  if (address === null || typeof address === 'string') throw new Error('no port was given');
  return address.port;
}
