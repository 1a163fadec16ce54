import type { CommandOutput } from './command-io.ts';

/** One value, one line: whoever reads the output needs no more than a line reader and a JSON parser. */
export function writeJson(output: Pick<CommandOutput, 'write'>, value: unknown): void {
  output.write(`${JSON.stringify(value)}\n`);
}
