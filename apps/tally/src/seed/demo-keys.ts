import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { TallyError } from '@tallystick/foundation';
import { writePrivateFile } from './write-private-file.ts';

/** Everything that opens a door of the demo; kept in `demo-keys.json` of the data directory, 0600. */
export interface DemoKeys {
  readonly operatorKey: string;
  readonly tills: readonly {
    readonly tillNumber: number;
    readonly merchantName: string;
    readonly key: string;
  }[];
  readonly payers: readonly DemoPayer[];
}

export interface DemoPayer {
  readonly name: string;
  readonly accountId: string;
  /** 26 characters; good once and until `activationExpiresAt`. Every start makes fresh ones. */
  readonly activationCode: string;
  readonly activationExpiresAt: string;
}

export function demoKeysPath(dataDirectory: string): string {
  return path.join(dataDirectory, 'demo-keys.json');
}

/** The demo’s keys, or undefined where the system runs without a demo. */
export async function readDemoKeys(dataDirectory: string): Promise<DemoKeys | undefined> {
  let text: string;
  try {
    text = await readFile(demoKeysPath(dataDirectory), 'utf8');
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined;
    throw error;
  }
  const keys: unknown = JSON.parse(text);
  if (!isDemoKeys(keys)) {
    throw new TallyError('key_file_unreadable', { detail: `${demoKeysPath(dataDirectory)} is damaged.` });
  }
  return keys;
}

export async function writeDemoKeys(dataDirectory: string, keys: DemoKeys): Promise<void> {
  await writePrivateFile(demoKeysPath(dataDirectory), `${JSON.stringify(keys, undefined, 2)}\n`);
}

/** This system wrote the file itself, 0600; the guard finds a file of another version or half of one. */
function isDemoKeys(value: unknown): value is DemoKeys {
  if (typeof value !== 'object' || value === null) return false;
  const { operatorKey, tills, payers } = value as Partial<Record<keyof DemoKeys, unknown>>;
  return typeof operatorKey === 'string' && Array.isArray(tills) && Array.isArray(payers);
}
