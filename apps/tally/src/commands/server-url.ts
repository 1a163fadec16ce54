import type { CommandIo } from '../output/command-io.ts';

/** Where commands look for the running system. */
export function serverUrlOf(env: CommandIo['env']): string {
  return env['TALLY_SERVER'] ?? `http://127.0.0.1:${env['TALLY_PORT'] ?? '8080'}`;
}
