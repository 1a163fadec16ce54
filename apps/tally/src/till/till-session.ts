import { join } from 'node:path';
import {
  createCashierTerminal,
  createMemoryJournal,
  type CashierTerminal,
  type CashierTerminalOptions,
  type TillIdentity,
} from '@tallystick/cashier-terminal';
import { openFileJournal } from '@tallystick/cashier-terminal/node';
import { serverUrlOf } from '../commands/server-url.ts';
import { makePersonalFolder } from '../environment/make-personal-folder.ts';
import type { CommandIo } from '../output/command-io.ts';
import type { TillArguments } from './till-arguments.ts';
import { readTillKey } from './till-key.ts';

/** A signed-in till. */
export interface TillSession {
  readonly terminal: CashierTerminal;
  readonly identity: TillIdentity;
  close(): Promise<void>;
}

/** A terminal that remembers nothing, for commands that begin nothing. */
export async function openReadingTerminal(args: TillArguments, io: CommandIo): Promise<CashierTerminal> {
  return createCashierTerminal({ ...(await terminalOptions(args, io)), journal: createMemoryJournal() });
}

/**
 * Signs in, then opens the journal of this very till at this very server. Another till’s key would not find the payments
 * of this one, and would close them as never seen.
 */
async function openTillSession(args: TillArguments, io: CommandIo): Promise<TillSession> {
  const options = await terminalOptions(args, io);
  const identity = await createCashierTerminal({ ...options, journal: createMemoryJournal() }).whoAmI();
  const folder = await stateFolder(args, io);
  const server = new URL(options.serverUrl).host.replaceAll(/[^0-9A-Za-z.-]/g, '_');
  const journal = await openFileJournal(join(folder, `till-${server}-${identity.tillNumber}.journal`));
  const { issuerPrefix } = identity;
  const terminal = createCashierTerminal({ ...options, journal, issuerPrefix });
  return { terminal, identity, close: () => journal.close() };
}

/** A folder that was named is taken as it is: the journal in it is its owner’s only. */
async function stateFolder(args: TillArguments, io: CommandIo): Promise<string> {
  const named = args.state ?? io.env['TALLY_TILL_STATE'];
  return named ?? (await makePersonalFolder(io, 'till_journal_unreadable'));
}

/** Does the work in a session, and closes it whatever comes. A journal that does not close changes no exit code. */
export async function inTillSession(
  args: TillArguments,
  io: CommandIo,
  work: (session: TillSession) => Promise<number>,
): Promise<number> {
  const session = await openTillSession(args, io);
  try {
    return await work(session);
  } finally {
    await session.close().catch(() => {
      io.stderr.write('tally till: The journal could not be closed; the exit code says how it ended.\n');
    });
  }
}

async function terminalOptions(
  args: TillArguments,
  io: CommandIo,
): Promise<Omit<CashierTerminalOptions, 'journal'>> {
  return {
    serverUrl: args.server ?? serverUrlOf(io.env),
    tillKey: await readTillKey(args['key-file'], io.env),
    fetch: io.fetch,
    clock: io.clock,
    ...(io.wait === undefined ? {} : { wait: io.wait }),
  };
}
