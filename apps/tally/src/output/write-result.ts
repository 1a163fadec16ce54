import { TallyError } from '@tallystick/foundation';
import type { CommandIo } from './command-io.ts';
import { reasonNotWritten } from './process-output.ts';

/**
 * Writes the result of something that was done and stands whatever becomes of the words. Where they can’t be written, one
 * sentence on standard error says so, and the exit code remains that of what was done.
 *
 * @param words `name` begins the sentence, and `advice` ends it.
 * @param write Writes to `io.stdout`.
 * @returns whether all of it was written.
 */
export async function writeResult(
  io: CommandIo,
  { name, advice }: { readonly name: string; readonly advice: string },
  write: () => void,
): Promise<boolean> {
  try {
    write();
    await io.stdout.written?.();
    return true;
  } catch (error) {
    io.stderr.write(`${name}: The result could not be written (${reasonOf(error)}); ${advice}\n`);
    return false;
  }
}

function reasonOf(error: unknown): string {
  if (error instanceof TallyError) return reasonNotWritten(error);
  return error instanceof Error ? error.name : typeof error;
}
