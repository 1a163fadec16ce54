import { TallyError } from '@tallystick/foundation';
import type { Database } from '@tallystick/postgres';
import type { Role } from './start-settings.ts';

interface SchemasRow {
  readonly migrated: boolean;
}
interface AppliedRow {
  readonly authentication: boolean;
  readonly platform: boolean;
}

const wordsOfRole: Readonly<Record<Role, string>> = {
  all: 'both servers in one process',
  platform: 'a platform apart',
  authentication: 'an authentication server apart',
};

/**
 * Whose rows a database holds, by the migrations that it has; undefined where it has none, or only the first ones of a start
 * that was cut off.
 */
export async function roleOfDatabase(database: Database): Promise<Role | undefined> {
  const [table] = await database.query<SchemasRow>({
    name: '',
    text: `SELECT to_regclass('tallystick.migrations') IS NOT NULL AS migrated`,
    values: [],
  });
  if (table?.migrated !== true) return undefined;
  const [applied] = await database.query<AppliedRow>({
    name: '',
    text: `SELECT coalesce(bool_or(id LIKE 'authentication/%'), false) AS authentication,
        coalesce(bool_or(id LIKE 'platform/%'), false) AS platform
      FROM tallystick.migrations`,
    values: [],
  });
  if (applied === undefined) return undefined;
  if (applied.authentication && applied.platform) return 'all';
  if (applied.platform) return 'platform';
  // The first start of both in one makes the authentication server’s tables first; keys come when all are there.
  return applied.authentication && (await hasSealedSecrets(database)) ? 'authentication' : undefined;
}

/**
 * Keeps a role out of another’s database, before anything in it is changed.
 *
 * @throws TallyError `database_of_other_role`.
 */
export async function assertRoleOfDatabase(database: Database, role: Role): Promise<void> {
  const found = await roleOfDatabase(database);
  if (found === undefined || found === role) return;
  const detail = `The database is that of ${wordsOfRole[found]}, and this is the start of ${wordsOfRole[role]}. Nothing was changed.`;
  throw new TallyError('database_of_other_role', { detail });
}

/** Whether the database holds something that only its own keys open. */
export async function hasSealedSecrets(database: Database): Promise<boolean> {
  const rows = await database.query<{ exists: boolean }>({
    name: '',
    text: 'SELECT EXISTS (SELECT FROM authentication.sealing_keys) AS exists',
    values: [],
  });
  const row = rows[0];
  if (row === undefined) throw new TallyError('database_unavailable');
  return row.exists;
}
