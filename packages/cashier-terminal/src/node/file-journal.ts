import { mkdir, open, readFile, rename, type FileHandle } from 'node:fs/promises';
import { dirname } from 'node:path';
import { TallyError } from '@tallystick/foundation';
import { putLine, readJournalLines, settleLine } from '../journal/journal-lines.ts';
import { takeProcessLock } from './process-lock.ts';
import { maximumOpenEntries, type JournalEntry, type TillJournal } from '../journal/till-journal.ts';

export interface FileJournal extends TillJournal {
  /** Lets the next process have the journal. What is open stays in the file. */
  close(): Promise<void>;
}

/** Beyond this size, and when nothing is open, the next entry starts the file anew. */
const roomyFileBytes = 64 * 1024;

/**
 * A journal in one file of mode 0600 that survives kill -9 and a power cut: appended to, synced before `put` resolves,
 * compacted when it is opened, held by one process at a time.
 *
 * @throws TallyError `till_journal_in_use`, `till_journal_unreadable`, `disk_full`
 */
export async function openFileJournal(path: string): Promise<FileJournal> {
  await mkdir(dirname(path), { recursive: true, mode: 0o700 }).catch(failAsJournalError);
  const lock = await takeProcessLock(path).catch(failAsJournalError);
  if (lock === undefined) throw new TallyError('till_journal_in_use');
  try {
    const entries = await readEntries(path);
    const { file, size } = await compact(path, entries);
    return journalOf(file, size, entries, lock.release);
  } catch (error) {
    await lock.release();
    return failAsJournalError(error);
  }
}

function journalOf(
  file: FileHandle,
  compactSize: number,
  entries: Map<string, JournalEntry>,
  release: () => Promise<void>,
): FileJournal {
  let size = compactSize;
  let lastWrite: Promise<void> = Promise.resolve();

  /** One change at a time; the next one sees memory and file as this one left them. */
  function inTurn(change: () => Promise<void>): Promise<void> {
    const turn = lastWrite.then(change);
    lastWrite = turn.catch(() => undefined);
    return turn.catch(failAsJournalError);
  }

  async function append(line: string): Promise<void> {
    const bytes = Buffer.from(line);
    // What a failed write left behind is cut off first, or it would become a broken line in the middle.
    await file.truncate(size);
    const { bytesWritten } = await file.write(bytes, 0, bytes.length, size);
    if (bytesWritten < bytes.length) throw new TallyError('disk_full');
    await file.sync();
    size += bytes.length;
  }

  return {
    put: (entry) =>
      inTurn(async () => {
        if (!entries.has(entry.paymentId) && entries.size >= maximumOpenEntries)
          throw new TallyError('till_busy');
        await append(putLine(entry));
        entries.set(entry.paymentId, entry);
      }),
    settle: (paymentId) =>
      inTurn(async () => {
        if (!entries.has(paymentId)) return;
        await append(settleLine(paymentId));
        entries.delete(paymentId);
        if (entries.size === 0 && size > roomyFileBytes) size = 0;
      }),
    async openEntries() {
      await lastWrite;
      return [...entries.values()];
    },
    async close() {
      await lastWrite;
      await file.close();
      await release();
    },
  };
}

async function readEntries(path: string): Promise<Map<string, JournalEntry>> {
  const text = await readFile(path, 'utf8').catch((error: unknown) => {
    if (hasErrorCode(error, 'ENOENT')) return '';
    throw error;
  });
  const entries = readJournalLines(text);
  if (entries === undefined) throw new TallyError('till_journal_unreadable');
  return entries;
}

/** Writes the open entries to a new file and puts it in the old one’s place: the file is whole before and after. */
async function compact(
  path: string,
  entries: Map<string, JournalEntry>,
): Promise<{ file: FileHandle; size: number }> {
  const draft = `${path}.new`;
  const bytes = Buffer.from(Array.from(entries.values(), putLine).join(''));
  const file = await open(draft, 'w', 0o600);
  try {
    await file.chmod(0o600);
    await file.write(bytes, 0, bytes.length, 0);
    await file.sync();
    await rename(draft, path);
    await syncFolder(dirname(path));
    return { file, size: bytes.length };
  } catch (error) {
    await file.close();
    throw error;
  }
}

/** The new name is durable only when its folder is. */
async function syncFolder(path: string): Promise<void> {
  const folder = await open(path, 'r');
  try {
    await folder.sync();
  } finally {
    await folder.close();
  }
}

function failAsJournalError(error: unknown): never {
  if (error instanceof TallyError) throw error;
  const code =
    hasErrorCode(error, 'ENOSPC') || hasErrorCode(error, 'EDQUOT') ? 'disk_full' : 'till_journal_unreadable';
  throw new TallyError(code, { cause: error });
}

function hasErrorCode(error: unknown, code: string): boolean {
  return error instanceof Error && 'code' in error && error.code === code;
}
