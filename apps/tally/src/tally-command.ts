import type { CommandIo } from './output/command-io.ts';
import { exitCodes } from './output/exit-codes.ts';
import type { Command } from './output/run-command.ts';

/** Each command is loaded when it is called for: a payer’s code must not wait for a database driver. */
const commands: Readonly<Record<string, () => Promise<Command>>> = {
  start: async () => (await import('./start/start-command.ts')).runStartCommand,
  demo: async () => (await import('./demo/demo-command.ts')).runDemoCommand,
  'demo-key': async () => (await import('./seed/demo-key-command.ts')).runDemoKeyCommand,
  payer: async () => (await import('./payer/run-payer-command.ts')).runPayerCommand,
  till: async () => (await import('./till/interruptible-till.ts')).runInterruptibleTill,
  operator: async () => (await import('./operator/run-operator-command.ts')).runOperatorCommand,
};

const help = `tally COMMAND

  start      run the whole system
  demo       show a market morning on it
  payer      the payer’s terminal: activate, pay, confirm
  till       the cashier’s terminal: pay, query, reverse
  operator   merchants, tills, accounts, top-ups, activations, credentials
  demo-key   print a key of the demo

tally COMMAND --help says more.
`;

/** `tally …`: finds the command and runs it. Returns the exit code. */
export async function tallyCommand(args: readonly string[], io: CommandIo): Promise<number> {
  const [name = '', ...rest] = args;
  if (name === '--help' || name === 'help') {
    io.stdout.write(help);
    return exitCodes.done;
  }
  const load = Object.hasOwn(commands, name) ? commands[name] : undefined;
  if (load === undefined) {
    io.stderr.write(name === '' ? help : `tally: There is no command «${name}».\n\n${help}`);
    return exitCodes.argumentsWrong;
  }
  const run = await load();
  return await run(rest, io);
}
