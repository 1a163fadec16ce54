import { systemClock } from '@tallystick/foundation';
import { runPayerCommand } from '../run-payer-command.ts';

/** `tally payer` and nothing else, so that a test can run it as a process of its own. */
const { stdout, stderr, env } = process;
const io = { stdout, stderr, env, fetch: globalThis.fetch, clock: systemClock };
process.exitCode = await runPayerCommand(process.argv.slice(2), io);
