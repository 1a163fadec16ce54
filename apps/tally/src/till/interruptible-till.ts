import { readUntilAborted } from '../interruption/read-until-aborted.ts';
import { untilInterrupted } from '../interruption/until-interrupted.ts';
import type { CommandIo } from '../output/command-io.ts';
import { payEveryScan, payOnce } from './charge.ts';
import type { TillArguments } from './till-arguments.ts';
import { inTillSession } from './till-session.ts';

const words =
  'tally till: Stopping; a payment under way is reversed first. A second Ctrl-C leaves that to tally till recover.\n';

/** `tally till pay`, where Ctrl-C cancels the payment as a cashier does: it is reversed, and the result is shown. */
export function payInterruptibly(args: TillArguments, io: CommandIo): Promise<number> {
  return interruptibly(io, (world) => inTillSession(args, world, (session) => payOnce(args, session, world)));
}

/** `tally till watch`, which Ctrl-C ends between two scans. */
export function watchInterruptibly(args: TillArguments, io: CommandIo): Promise<number> {
  return interruptibly(io, (world) =>
    inTillSession(args, world, (session) => payEveryScan(args, session, world)),
  );
}

/** The other commands are left to the system’s own Ctrl-C: what they began stands in the journal. */
function interruptibly(io: CommandIo, work: (io: CommandIo) => Promise<number>): Promise<number> {
  return untilInterrupted(
    () => void io.stderr.write(words),
    (signal) => work({ ...io, stdin: readUntilAborted(io.stdin, signal), signal }),
  );
}
