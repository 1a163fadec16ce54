import type { CommandIo } from '../output/command-io.ts';
import { readArguments, type Given } from './read-arguments.ts';
import type { Options } from './options.ts';

/** One command of the table: what is typed, what it says of itself, and how it runs. */
export interface Command {
  /** One line for the list of commands. */
  readonly says: string;
  /** What stands behind its name, in order: `ACCOUNT`, `[NUMBER]` where it may be left out, `WORD…` for one or more. */
  readonly operands: readonly string[];
  readonly options: Options;
  /** More for its own page of help. */
  readonly about?: string;
  run(args: readonly string[], io: CommandIo): Promise<number>;
}

/** Commands under one name, such as `tally till`. */
export interface CommandGroup {
  readonly says: string;
  /** Who reads its errors: a cashier or payer is told what to do, the operator what happened. */
  readonly speaksTo?: 'cashier' | 'operator';
  readonly about?: string;
  readonly commands: Readonly<Record<string, Command | CommandGroup>>;
}

interface CommandDefinition<Chosen extends Options> {
  readonly says: string;
  readonly operands?: readonly string[];
  readonly options: Chosen;
  readonly about?: string;
  /** Loads what it needs when it is called: a payer’s code must not wait for a database driver. */
  readonly run: (given: Given<Chosen>, io: CommandIo) => Promise<number>;
}

/** Makes a command whose arguments are read by its own description, so that help and parser agree. */
export function defineCommand<const Chosen extends Options>(definition: CommandDefinition<Chosen>): Command {
  const { operands = [], options, run } = definition;
  return {
    ...definition,
    operands,
    run: (args, io) => run(readArguments(args, operands, options), io),
  };
}

export function isGroup(entry: Command | CommandGroup): entry is CommandGroup {
  return 'commands' in entry;
}
