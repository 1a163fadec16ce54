import { TallyError, type LocalCode } from '@tallystick/foundation';

const meanings: readonly { words: RegExp; code: LocalCode }[] = [
  { words: /No space left on device|Disk quota exceeded/i, code: 'disk_full' },
  { words: /lock file .* already exists/i, code: 'data_directory_in_use' },
  { words: /Permission denied|Read-only file system/i, code: 'data_directory_not_writable' },
];

const meaningsOfSystemErrors: Readonly<Record<string, LocalCode>> = {
  ENOSPC: 'disk_full',
  EDQUOT: 'disk_full',
  EACCES: 'data_directory_not_writable',
  EPERM: 'data_directory_not_writable',
  EROFS: 'data_directory_not_writable',
  ENOTDIR: 'data_directory_not_writable',
  EEXIST: 'data_directory_not_writable',
};

const complaints = /FATAL|PANIC|error:|could not|terminated by/;

/** Finds the registry’s error in what PostgreSQL or initdb wrote before it ended. */
export function failureFromLog(lines: readonly string[]): TallyError {
  const text = lines.join('\n');
  const meaning = meanings.find(({ words }) => words.test(text));
  if (meaning !== undefined) return new TallyError(meaning.code);
  const complaint = lines.find((line) => complaints.test(line)) ?? lines.at(-1) ?? 'none';
  return new TallyError('database_start_failed', {
    detail: `The embedded PostgreSQL did not start; its own words: ${complaint.trim()}`,
  });
}

/** Names what went wrong while the data directory and the server’s process were prepared. */
export function failureFromSystem(error: unknown): TallyError {
  if (error instanceof TallyError) return error;
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  const meaning = meaningsOfSystemErrors[code];
  if (meaning !== undefined) return new TallyError(meaning, { cause: error });
  const words = error instanceof Error ? error.message : String(error);
  return new TallyError('database_start_failed', {
    detail: `The embedded PostgreSQL could not be prepared: ${words}`,
    cause: error,
  });
}
