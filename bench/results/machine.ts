import { closeSync, fdatasyncSync, openSync, rmSync, statfsSync, writeSync } from 'node:fs';
import { availableParallelism, cpus, release, totalmem, type } from 'node:os';
import path from 'node:path';
import type { Database } from '@tallystick/postgres';

/** What a rate depends on, as pairs of a name and a value, read when the bench runs. */
export type Description = readonly (readonly [name: string, value: string])[];

const fileSystems: Readonly<Record<number, string>> = {
  0xef53: 'ext4',
  0x01021994: 'tmpfs: in memory, a commit costs nothing here',
  0x58465342: 'xfs',
  0x9123683e: 'btrfs',
  0x794c7630: 'overlay',
};

const settings = [
  'fsync',
  'full_page_writes',
  'synchronous_commit',
  'shared_buffers',
  'wal_buffers',
  'max_wal_size',
  'checkpoint_timeout',
  'jit',
];

export async function describeMachine(database: Database, dataDirectory: string): Promise<Description> {
  const [row] = await database.query<{ version: string }>({
    name: '',
    text: `SELECT current_setting('server_version') AS version`,
    values: [],
  });
  const fileSystem = statfsSync(dataDirectory).type;
  return [
    ['Processor', `${cpus()[0]?.model.trim() ?? 'unknown'}, ${availableParallelism()} cores`],
    ['Memory', `${(totalmem() / 2 ** 30).toFixed(1)} GiB`],
    ['Kernel', `${type()} ${release()}`],
    ['File system', fileSystems[fileSystem] ?? `type ${fileSystem.toString(16)}`],
    ['Disk', `${syncsPerSecond(dataDirectory)} synced writes of 8 kB a second, one after another`],
    ['PostgreSQL', row?.version ?? 'unknown'],
    ['Node', process.version],
  ];
}

export async function describeSettings(database: Database): Promise<Description> {
  const rows = await database.query<{ name: string; value: string }>({
    name: '',
    text: 'SELECT name, current_setting(name) AS value FROM unnest($1::text[]) AS name',
    values: [settings],
  });
  return rows.map(({ name, value }) => [name, value] as const);
}

/** What one commit at a time could reach at most; it tells a disk from a cache that lies about being one. */
function syncsPerSecond(folder: string): number {
  const file = path.join(folder, 'sync-test');
  const descriptor = openSync(file, 'w');
  try {
    const block = Buffer.alloc(8192);
    const startMs = performance.now();
    let count = 0;
    for (; performance.now() - startMs < 500; count += 1) {
      writeSync(descriptor, block, 0, block.length, 0);
      fdatasyncSync(descriptor);
    }
    return Math.round((count * 1000) / (performance.now() - startMs));
  } finally {
    closeSync(descriptor);
    rmSync(file);
  }
}
