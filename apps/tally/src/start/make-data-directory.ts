import { mkdir } from 'node:fs/promises';
import { TallyError } from '@tallystick/foundation';

export async function makeDataDirectory(dataDirectory: string): Promise<void> {
  try {
    await mkdir(dataDirectory, { recursive: true });
  } catch (cause) {
    const detail = `The data directory ${dataDirectory} can’t be made by this user. Set TALLY_DATA to another folder.`;
    throw new TallyError('data_directory_not_writable', { detail, cause });
  }
}
