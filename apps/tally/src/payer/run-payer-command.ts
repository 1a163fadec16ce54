import { TallyError } from '@tallystick/foundation';
import { activateCommand } from './activate-command.ts';
import { confirmCommand } from './confirm-command.ts';
import { payCommand } from './pay-command.ts';
import { type ExitCode, type PayerCommand, exitCodes } from './payer-command.ts';
import type { PayerIo } from './payer-io.ts';
import { receiptsCommand } from './receipts-command.ts';
import { statusCommand } from './status-command.ts';

const commands: Readonly<Record<string, PayerCommand>> = {
  activate: activateCommand,
  pay: payCommand,
  confirm: confirmCommand,
  receipts: receiptsCommand,
  status: statusCommand,
};

const help = `tally payer COMMAND

  activate   make this device a payer terminal: the only command that uses the network
  pay        show a code that is good for one payment
  confirm    check what the till shows after a payment
  receipts   list codes and what was proved about them
  status     whether this device can pay, and for how long

tally payer COMMAND --help says more. Exit codes: 0 done, 1 failed, 2 wrong arguments.
`;

/** Runs `tally payer …`. Never throws for what a user can do wrong: one sentence on stderr and an exit code. */
export async function runPayerCommand(args: readonly string[], io: PayerIo): Promise<ExitCode> {
  const [name = '', ...rest] = args;
  if (name === '' || name === '--help' || name === 'help') {
    io.stdout.write(help);
    return name === '' ? exitCodes.argumentsWrong : exitCodes.done;
  }
  const command = Object.hasOwn(commands, name) ? commands[name] : undefined;
  if (command === undefined) {
    io.stderr.write(`tally payer: There is no such command.\n\n${help}`);
    return exitCodes.argumentsWrong;
  }
  if (rest.includes('--help')) {
    io.stdout.write(command.help);
    return exitCodes.done;
  }
  return command.run(rest, io).catch((error: unknown) => failure(error, name, io));
}

function failure(error: unknown, name: string, io: PayerIo): ExitCode {
  if (!(error instanceof TallyError)) throw error;
  // A detail says more about this occurrence; without one, the words made for people at a till do.
  const { message, definition, code } = error;
  const words = message === definition.operatorWords ? definition.cashierWords : message;
  io.stderr.write(`tally payer ${name}: ${words} (${code})\n`);
  return code === 'arguments_wrong' ? exitCodes.argumentsWrong : exitCodes.failed;
}
