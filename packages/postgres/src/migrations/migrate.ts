import { createHash } from 'node:crypto';
import { TallyError } from '@tallystick/foundation';
import type { Database } from '../connections/database.ts';
import type { Transaction } from '../connections/transaction.ts';
import type { Migration } from './migration.ts';

/** A large table may need a while; two processes that start together wait for each other this long. */
const statementTimeoutMs = 10 * 60_000;
/** Any number will do, but all versions must use the same. */
const advisoryLock = 7_412_551_843n;

const createTable = `CREATE SCHEMA IF NOT EXISTS tallystick;
  CREATE TABLE IF NOT EXISTS tallystick.migrations (
    id text PRIMARY KEY,
    checksum text NOT NULL,
    applied_at timestamptz NOT NULL DEFAULT clock_timestamp()
  )`;

/**
 * Brings the schema up to date: runs each migration that the database doesn’t have, in the order given, each in a
 * transaction of its own. Safe to run from several processes at once.
 *
 * @param migrations All migrations of all packages that use this database.
 * @throws `schema_newer` when the database has one that isn’t among them, `schema_unknown` when one has another text.
 */
export async function migrate(database: Database, migrations: readonly Migration[]): Promise<void> {
  await exclusively(database, async (transaction) => {
    await transaction.read({ name: '', text: createTable, values: [] });
    checkApplied(await readApplied(transaction), migrations);
  });
  for (const migration of migrations) {
    await exclusively(database, async (transaction) => {
      const applied = await readApplied(transaction);
      checkApplied(applied, migrations);
      if (!applied.has(migration.id)) await apply(transaction, migration);
    });
  }
}

/**
 * The ids of the migrations that a database still lacks, in their order. Changes nothing.
 *
 * @throws `schema_newer` or `schema_unknown`, as `migrate` does.
 */
export async function missingMigrations(
  database: Database,
  migrations: readonly Migration[],
): Promise<readonly string[]> {
  return database.transaction(async (transaction) => {
    const [table] = await transaction.read<{ exists: boolean }>({
      name: '',
      text: `SELECT to_regclass('tallystick.migrations') IS NOT NULL AS exists`,
      values: [],
    });
    const applied = table?.exists === true ? await readApplied(transaction) : new Map<string, string>();
    checkApplied(applied, migrations);
    return migrations.map(({ id }) => id).filter((id) => !applied.has(id));
  });
}

/** The money path uses no advisory locks; here one keeps two starting processes apart, whatever there is to lock yet. */
async function exclusively(
  database: Database,
  work: (transaction: Transaction) => Promise<void>,
): Promise<void> {
  await database.transaction(
    async (transaction) => {
      await transaction.read({ name: '', text: 'SELECT pg_advisory_xact_lock($1)', values: [advisoryLock] });
      await work(transaction);
    },
    { statementTimeoutMs },
  );
}

async function readApplied(transaction: Transaction): Promise<ReadonlyMap<string, string>> {
  const rows = await transaction.read<{ id: string; checksum: string }>({
    name: '',
    text: 'SELECT id, checksum FROM tallystick.migrations',
    values: [],
  });
  return new Map(rows.map(({ id, checksum }) => [id, checksum]));
}

function checkApplied(applied: ReadonlyMap<string, string>, migrations: readonly Migration[]): void {
  const known = new Map(migrations.map((migration) => [migration.id, checksumOf(migration)]));
  for (const [id, checksum] of applied) {
    const expected = known.get(id);
    if (expected === undefined) throw new TallyError('schema_newer');
    if (expected !== checksum) throw new TallyError('schema_unknown');
  }
}

async function apply(transaction: Transaction, migration: Migration): Promise<void> {
  await transaction.read({ name: '', text: migration.sql, values: [] });
  await transaction.read({
    name: '',
    text: 'INSERT INTO tallystick.migrations (id, checksum) VALUES ($1, $2)',
    values: [migration.id, checksumOf(migration)],
  });
}

/** SHA-256 of the text; line ends are read alike, because a checkout may change them. */
function checksumOf(migration: Migration): string {
  return createHash('sha256').update(migration.sql.replaceAll('\r\n', '\n')).digest('hex');
}
