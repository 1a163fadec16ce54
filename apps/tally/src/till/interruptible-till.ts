import { readUntilAborted } from '../interruption/read-until-aborted.ts';
import { untilInterrupted } from '../interruption/until-interrupted.ts';
import type { CommandIo } from '../output/command-io.ts';
import { runTillCommand } from './run-till-command.ts';

/** The commands that charge. The others are left to the system’s own Ctrl-C: what they began stands in the journal. */
const chargingCommands = ['pay', 'watch'];

const words =
  'tally till: Stopping; a payment under way is reversed first. A second Ctrl-C leaves that to tally till recover.\n';

/** `tally till …`, where Ctrl-C cancels a payment as a cashier does: it is reversed, and the result is shown. */
export function runInterruptibleTill(args: readonly string[], io: CommandIo): Promise<number> {
  if (!chargingCommands.includes(args[0] ?? '')) return runTillCommand(args, io);
  return untilInterrupted(
    () => void io.stderr.write(words),
    (signal) => runTillCommand(args, { ...io, stdin: readUntilAborted(io.stdin, signal), signal }),
  );
}
