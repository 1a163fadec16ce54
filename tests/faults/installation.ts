import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { TestContext } from 'node:test';
import { afterwards } from '../../packages/postgres/src/testing/afterwards.ts';
import type { Database } from '@tallystick/postgres';
import { dataFolderMode } from '../../apps/tally/src/environment/private-folder.ts';
import { startTally, type TallySettings } from './tally-process.ts';

/** A folder for a data directory, entered by the user that PostgreSQL runs as. */
export async function newFolder(): Promise<string> {
  const folder = await mkdtemp(path.join(tmpdir(), 'tallystick-fault-'));
  await chmod(folder, dataFolderMode());
  return folder;
}

/** The same, removed after the test. */
export async function makeFolder(t: TestContext): Promise<string> {
  const folder = await newFolder();
  afterwards(t, () => rm(folder, { recursive: true, force: true }));
  return folder;
}

/** Starts and stops a system once, which makes its database, its keys and its operator. */
export async function install(settings: TallySettings): Promise<void> {
  const tally = await startTally(settings);
  await tally.interrupt();
}

/** Every row of every table of ours, so that a test can see whether anything was touched. */
export async function readEverything(database: Database): Promise<Readonly<Record<string, string>>> {
  const tables = await database.query<{ name: string }>({
    name: '',
    text: `SELECT format('%I.%I', schemaname, tablename) AS name FROM pg_tables
      WHERE schemaname IN ('authentication', 'platform', 'tallystick')`,
    values: [],
  });
  const contents: Record<string, string> = {};
  for (const { name } of tables) {
    const rows = await database.query<{ row: string }>({
      name: '',
      text: `SELECT content::text AS row FROM ${name} AS content ORDER BY 1`,
      values: [],
    });
    contents[name] = rows.map(({ row }) => row).join('\n');
  }
  return contents;
}
