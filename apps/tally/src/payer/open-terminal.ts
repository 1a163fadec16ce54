import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type PayerTerminal, createPayerTerminal } from '@tallystick/payer-terminal';
import { createFileStore } from '@tallystick/payer-terminal/node';
import { argumentsWrong } from '../commands/read-arguments.ts';
import { personalFolder } from '../environment/folders.ts';
import { makePersonalFolder } from '../environment/make-personal-folder.ts';
import type { CommandIo } from '../output/command-io.ts';

export interface StoreOptions {
  readonly store?: string | undefined;
  readonly 'passphrase-file'?: string | undefined;
}

/** The payer terminal of this machine’s user, or of the store that the command names. */
export async function openTerminal(options: StoreOptions, io: CommandIo): Promise<PayerTerminal> {
  const passphrase = passphraseOf(options, io);
  const path = storePath(options, io);
  if (isPersonal(options, io)) await makePersonalFolder(io, 'key_store_unreadable');
  const store = createFileStore(passphrase === undefined ? { path } : { path, passphrase });
  return createPayerTerminal({ store, clock: io.clock });
}

export function storePath(options: StoreOptions, io: CommandIo): string {
  return options.store ?? io.env['TALLY_PAYER_STORE'] ?? join(personalFolder(io.env), 'payer.json');
}

/** A folder that was named is taken as it is: the store in it is its owner’s only. */
function isPersonal(options: StoreOptions, io: CommandIo): boolean {
  return options.store === undefined && io.env['TALLY_PAYER_STORE'] === undefined;
}

/** Never an argument itself: everybody on the machine can read the arguments of a running program. */
function passphraseOf(options: StoreOptions, io: CommandIo): string | undefined {
  const path = options['passphrase-file'];
  if (path === undefined) return io.env['TALLY_PASSPHRASE'];
  const passphrase = firstLine(path);
  if (passphrase === '') throw argumentsWrong('The passphrase file is empty.');
  return passphrase;
}

function firstLine(path: string): string {
  try {
    return readFileSync(path, 'utf8').split(/\r?\n/)[0] ?? '';
  } catch {
    throw argumentsWrong('The passphrase file can’t be read.');
  }
}
