import { TallyError } from '@tallystick/foundation';

const wordsOfFailures = [
  { words: /No space left on device|could not resize shared memory/i, code: 'disk_full' },
  { words: /lock file .* already exists/i, code: 'data_directory_in_use' },
  { words: /Permission denied|Read-only file system/i, code: 'data_directory_not_writable' },
] as const;

const systemErrors = {
  ENOSPC: 'disk_full',
  EDQUOT: 'disk_full',
  EACCES: 'data_directory_not_writable',
  EPERM: 'data_directory_not_writable',
  EROFS: 'data_directory_not_writable',
  ENOTDIR: 'data_directory_not_writable',
  EEXIST: 'data_directory_not_writable',
} as const;

/** Finds the registry’s error in what PostgreSQL or initdb wrote before it ended. */
export function startFailure(lines: readonly string[]): TallyError {
  const text = lines.join('\n');
  const known = wordsOfFailures.find(({ words }) => words.test(text));
  if (known !== undefined) return new TallyError(known.code);
  const complaint =
    lines.findLast((line) => /FATAL|PANIC|error:/.test(line)) ?? lines.at(-1) ?? 'it said nothing';
  return new TallyError('database_start_failed', {
    detail: `The embedded PostgreSQL did not start; its own words: ${complaint.trim()}`,
  });
}

/** Names what the file system refused while the data directory was prepared. */
export function preparationFailure(error: unknown, dataDirectory: string): unknown {
  if (!(error instanceof Error) || error instanceof TallyError || !('code' in error)) return error;
  const code = Object.entries(systemErrors).find(([name]) => name === error.code)?.[1];
  if (code === undefined) return error;
  const detail =
    code === 'disk_full'
      ? {}
      : { detail: `The data directory ${dataDirectory} can’t be written by this user.` };
  return new TallyError(code, { ...detail, cause: error });
}
