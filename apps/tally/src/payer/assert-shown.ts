import { TallyError } from '@tallystick/foundation';
import type { CommandIo } from '../output/command-io.ts';
import { reasonNotWritten } from '../output/process-output.ts';

/**
 * A code that nobody could see has moved nothing and never will: the command has failed, also where its reader has gone.
 *
 * @throws TallyError `output_not_written`
 */
export async function assertShown(io: CommandIo): Promise<void> {
  await io.stdout.written?.().catch((error: unknown) => {
    const detail = `The code could not be shown (${reasonNotWritten(error)}). Nothing is paid by it; the next press makes another one.`;
    throw new TallyError('output_not_written', { detail });
  });
}
