import { mkdir } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';
import { TallyError } from '@tallystick/foundation';
import { type TerminalState, blankTerminalState } from '../terminal/terminal-state.ts';
import type { TerminalStore } from '../terminal/terminal-store.ts';
import { replaceFile } from './atomic-file.ts';
import { type KeyFile, readKeyFile, writeKeyFile } from './key-file-format.ts';
import { openKeyFile, sealKeyFile, type SealSession, createSealSession } from './seal-session.ts';
import { readPrivateFile } from './read-private-file.ts';
import { readState, stateToJson } from './state-json.ts';
import { takeStoreLock } from './store-lock.ts';

export interface FileStoreOptions {
  readonly path: string;
  /** Seals the file. A file that was open is sealed at its next write; a sealed one never becomes open again. */
  readonly passphrase?: string;
  /** How long to wait for another process that uses the same store. */
  readonly waitAtMostMs?: number;
  /** Logarithm of scrypt’s cost for a file sealed for the first time. */
  readonly scryptCostLog2?: number;
}

const pollMs = 10;
const defaultWaitAtMostMs = 5000;

/**
 * A terminal’s state in one file of mode 0600, replaced as a whole, changed by one process at a time.
 *
 * Errors: `key_store_unreadable`, `key_store_passphrase_wrong`, `key_store_busy`, `disk_full`.
 */
export function createFileStore(options: FileStoreOptions): TerminalStore {
  const path = resolve(options.path);
  const session = createSealSession(options.passphrase, options.scryptCostLog2);
  const waiting = { waitAtMostMs: options.waitAtMostMs ?? defaultWaitAtMostMs, pollMs };

  return {
    needsExtractableKeys: true,
    read: () => readStore(path, session).catch(namedFileError),
    async update(change) {
      await mkdir(dirname(path), { recursive: true, mode: 0o700 }).catch(namedFileError);
      const giveBack = await takeStoreLock(path, waiting).catch(namedFileError);
      try {
        const { state, answer } = await change(await readStore(path, session).catch(namedFileError));
        await writeStore(path, session, state).catch(namedFileError);
        return answer;
      } finally {
        await giveBack();
      }
    },
  };
}

async function readStore(path: string, session: SealSession): Promise<TerminalState> {
  const bytes = await readPrivateFile(path);
  if (bytes === undefined) return blankTerminalState;
  const content = await openKeyFile(session, readKeyFile(bytes));
  return readState(content);
}

async function writeStore(path: string, session: SealSession, state: TerminalState): Promise<void> {
  const open: KeyFile = { kind: 'open', content: await stateToJson(state) };
  await replaceFile(path, writeKeyFile(await sealKeyFile(session, open)));
}

/** Turns the system’s file errors into the registry’s; all others pass. */
function namedFileError(error: unknown): never {
  if (!(error instanceof Error) || !('code' in error) || error instanceof TallyError) throw error;
  if (error.code === 'ENOSPC' || error.code === 'EDQUOT') throw new TallyError('disk_full', { cause: error });
  throw new TallyError('key_store_unreadable', {
    detail: `The key store can’t be used (${String(error.code)}).`,
    cause: error,
  });
}
