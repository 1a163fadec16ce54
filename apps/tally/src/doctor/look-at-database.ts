import { proveSealingKeys } from '@tallystick/authentication-server';
import { TallyError, type Clock } from '@tallystick/foundation';
import { judgeClock, readClocks } from '@tallystick/payment-platform';
import { durabilitySettings, missingMigrations, type Database } from '@tallystick/postgres';
import { openDatabaseAsItIs } from '../installation/open-existing-database.ts';
import { readKeyRing } from '../keys/open-key-ring.ts';
import { readRequestHashKey } from '../keys/open-request-hash-key.ts';
import { migrationsOf, type SystemDatabase } from '../start/open-system-database.ts';
import { hasSealedSecrets, roleOfDatabase } from '../start/role-of-database.ts';
import type { Role, StartSettings } from '../start/start-settings.ts';
import { look, mind, type Finding } from './finding.ts';

const testedMajor = 18;

/** Looks at the database, then at what only the database can tell: schema, keys, clock. */
export async function lookAtDatabase(settings: StartSettings, clock: Clock): Promise<readonly Finding[]> {
  let opened: SystemDatabase | undefined;
  const reached = await look('database', async () => {
    try {
      opened = await openDatabaseAsItIs(settings, () => undefined);
      return `The database answers: ${opened.description}.`;
    } catch (error) {
      const isNew = error instanceof TallyError && error.code === 'installation_missing';
      if (isNew) return mind('There is no database yet; the first start makes it.');
      throw error;
    }
  });
  if (opened === undefined) return [reached, await look('key file', () => lookAtKeys(settings, undefined))];
  try {
    return [reached, ...(await lookInside(opened.database, settings, clock))];
  } finally {
    await opened.close();
  }
}

async function lookInside(
  database: Database,
  settings: StartSettings,
  clock: Clock,
): Promise<readonly Finding[]> {
  const role = (await roleOfDatabase(database).catch(() => undefined)) ?? 'all';
  const findings = [await look('database settings', () => lookAtSettings(database, settings))];
  const schema = await look('schema', () => lookAtSchema(database, role));
  const keys = await look('key file', () =>
    role === 'platform'
      ? lookAtRequestHashKey(settings)
      : lookAtKeys(settings, schema.state === 'ok' ? database : undefined),
  );
  findings.push(schema, keys);
  if (schema.state === 'ok') findings.push(await look('clock', () => lookAtClock(database, clock, role)));
  return findings;
}

interface SettingsRow {
  readonly version: number;
  readonly encoding: string;
  readonly fsync: string;
  readonly full_page_writes: string;
}

async function lookAtSettings(database: Database, { mayBeOff }: StartSettings) {
  const [row] = await database.query<SettingsRow>({
    name: '',
    text: `SELECT current_setting('server_version_num')::int / 10000 AS version,
      current_setting('server_encoding') AS encoding, current_setting('fsync') AS fsync,
      current_setting('full_page_writes') AS full_page_writes`,
    values: [],
  });
  if (row === undefined) throw new TallyError('database_unavailable');
  const off = durabilitySettings.filter((name) => row[name] !== 'on');
  const words = `The database runs with ${off.join(' and ')} off: an approved payment can be lost with the power.`;
  if (off.some((name) => !mayBeOff.includes(name)))
    throw new TallyError('database_unsafe', { detail: `${words} Set it to on.` });
  if (off.length > 0) return mind(`${words} TALLY_ALLOW_UNSAFE_DATABASE allows it.`);
  if (row.encoding !== 'UTF8') {
    const detail = `The database’s encoding is ${row.encoding}, and names need UTF8. Make a database with ENCODING 'UTF8'.`;
    throw new TallyError('database_unavailable', { detail });
  }
  if (row.version === testedMajor) return `PostgreSQL ${row.version} keeps what it has confirmed, in UTF8.`;
  return mind(`PostgreSQL is version ${row.version}; Tallystick is tested on ${testedMajor}.`);
}

async function lookAtSchema(database: Database, role: Role) {
  const migrations = await migrationsOf(role);
  const missing = await missingMigrations(database, migrations);
  if (missing.length === migrations.length)
    return mind('The database has no schema yet; the next start makes it.');
  if (missing.length > 0)
    return mind(`The schema is older than this version; the next start adds ${missing.join(', ')}.`);
  return 'The schema is that of this version.';
}

/** Reads the keys as the start does; with a database it proves that they belong to it. */
async function lookAtKeys(settings: StartSettings, database: Database | undefined) {
  const isNew = database === undefined || !(await hasSealedSecrets(database));
  const keyRing = await readKeyRing(settings.dataDirectory, settings.keys).catch((error: unknown) => {
    if (isNew && isMissing(error)) return undefined;
    throw error;
  });
  if (keyRing === undefined) return mind('There is no key file yet; the first start makes it.');
  const proved = database === undefined ? 0 : await proveSealingKeys(database, keyRing);
  if (proved === 0) return 'The key file is readable, and its owner’s only.';
  return 'The key file is its owner’s only, and belongs to this database.';
}

async function lookAtRequestHashKey({ keys, dataDirectory }: StartSettings): Promise<string> {
  await readRequestHashKey(dataDirectory, keys);
  return 'The key file is readable, and its owner’s only.';
}

function isMissing(error: unknown): boolean {
  const cause = error instanceof TallyError ? error.cause : undefined;
  return cause instanceof Error && 'code' in cause && cause.code === 'ENOENT';
}

async function lookAtClock(database: Database, clock: Clock, role: Role): Promise<string> {
  const schema = role === 'authentication' ? 'authentication' : 'platform';
  const { unsafe } = judgeClock(undefined, await readClocks({ database, clock, schema }));
  if (unsafe === undefined) return 'The clocks of system and database agree, and neither was set back.';
  throw new TallyError('clock_unsafe', { detail: `${unsafe.detail} Payments are stopped until then.` });
}
