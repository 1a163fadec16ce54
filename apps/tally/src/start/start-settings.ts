import { parseAmountMinorUnits, TallyError } from '@tallystick/foundation';
import { allowedBucketCounts } from '@tallystick/payment-platform';
import { durabilitySettings, type DurabilitySetting } from '@tallystick/postgres';
import { mostUsesPerDay, type CredentialLimits } from '@tallystick/verification-contract';
import { certificatesFolder } from '../certificates/certificates-folder.ts';
import { dataFolder } from '../environment/folders.ts';
import type { Environment } from '../environment/read-environment.ts';
import type { LogLevel } from '../server/log-options.ts';

/** What a process is: both servers in one, or one of them. */
export type Role = 'all' | 'platform' | 'authentication';

/** What `tally start` was asked for, by its arguments and by TALLY_… variables. */
export interface StartSettings {
  readonly role: Role;
  readonly dataDirectory: string;
  readonly host: string;
  readonly port: number;
  /** A PostgreSQL of the operator’s own; the embedded one where it is left out. */
  readonly databaseUrl: string | undefined;
  /** Settings of that PostgreSQL which may be off, though a commit can then be lost with the power. */
  readonly mayBeOff: readonly DurabilitySetting[];
  /** The key file’s text, for machines that hand secrets over in the environment. */
  readonly keys: string | undefined;
  /** What a new database is made with; undefined where the start does not say. */
  readonly bucketCount: number | undefined;
  readonly withDemo: boolean;
  /** Limits of devices without a clock, where their activation has no others; those left out have a default. */
  readonly eventLimits: Partial<CredentialLimits>;
  readonly logLevel: LogLevel;
  /** Where the platform asks the authentication server, if that is apart. */
  readonly authenticationUrl: URL;
  /** The folder of what both sides prove themselves with. */
  readonly certificates: string;
}

interface StartValues {
  readonly 'no-demo'?: boolean | undefined;
  readonly role?: string | undefined;
  readonly buckets?: string | undefined;
}

const logLevels: readonly LogLevel[] = ['debug', 'info', 'warn', 'error', 'silent'];

/** Reads the settings. Throws `arguments_wrong` with the thing that is wrong. */
export function readStartSettings(values: StartValues, env: Environment): StartSettings {
  const role = readRole(values.role ?? 'all');
  return {
    role,
    dataDirectory: dataFolder(env, folderOfRole[role]),
    ...readPlace(role, env),
    databaseUrl: readDatabaseUrl(env),
    mayBeOff: readMayBeOff(env['TALLY_ALLOW_UNSAFE_DATABASE'] ?? ''),
    keys: env['TALLY_KEYS'],
    bucketCount: readBucketCount(values.buckets ?? env['TALLY_BUCKETS'], role),
    withDemo: values['no-demo'] !== true,
    eventLimits: readEventLimits(env),
    logLevel: readLogLevel(env['TALLY_LOG'] ?? 'warn'),
    authenticationUrl: readAuthenticationUrl(env['TALLY_AUTHENTICATION_URL'] ?? 'https://localhost:8443'),
    certificates: certificatesFolder(env),
  };
}

/** Two roles on one machine don’t meet in one folder. */
const folderOfRole: Readonly<Record<Role, string>> = {
  all: 'data',
  platform: 'data/platform',
  authentication: 'data/authentication',
};

function readRole(text: string): Role {
  if (text === 'all' || text === 'platform' || text === 'authentication') return text;
  throw new TallyError('arguments_wrong', { detail: '--role must be platform or authentication.' });
}

/** PGSSLMODE is not read, as no variable of libpq is. Whoever relies on it must not get a connection in the clear. */
function readDatabaseUrl(env: Environment): string | undefined {
  const { DATABASE_URL: url, PGSSLMODE: mode = 'disable' } = env;
  if (url === undefined || ['disable', 'allow'].includes(mode) || /[?&]ssl(mode)?=/.test(url)) return url;
  const detail = `PGSSLMODE is set, but only DATABASE_URL says how the database is reached. Add sslmode=${mode} to it, or unset PGSSLMODE.`;
  throw new TallyError('arguments_wrong', { detail });
}

function readMayBeOff(text: string): readonly DurabilitySetting[] {
  const names = text.split(',').map((name) => name.trim());
  const known = durabilitySettings.filter((name) => names.includes(name));
  if (text === '' || known.length === names.length) return known;
  const detail = `TALLY_ALLOW_UNSAFE_DATABASE must be one or both of ${durabilitySettings.join(',')}.`;
  throw new TallyError('arguments_wrong', { detail });
}

function readBucketCount(text: string | undefined, role: Role): number | undefined {
  if (text === undefined) return undefined;
  const bucketCount = allowedBucketCounts.find((allowed) => String(allowed) === text);
  if (bucketCount === undefined) {
    const detail = `The number of buckets must be one of ${allowedBucketCounts.join(', ')}.`;
    throw new TallyError('arguments_wrong', { detail });
  }
  if (bucketCount === 1 || role === 'all') return bucketCount;
  throw new TallyError('arguments_wrong', { detail: 'Servers apart have one bucket each.' });
}

/** The authentication server may be reached from elsewhere, because it asks everybody for a certificate. */
function readPlace(role: Role, env: Environment): Pick<StartSettings, 'host' | 'port'> {
  if (role !== 'authentication')
    return { host: '127.0.0.1', port: readPort('TALLY_PORT', env['TALLY_PORT'] ?? '8080') };
  const host = env['TALLY_AUTHENTICATION_HOST'] ?? '127.0.0.1';
  return { host, port: readPort('TALLY_AUTHENTICATION_PORT', env['TALLY_AUTHENTICATION_PORT'] ?? '8443') };
}

function readPort(name: string, text: string): number {
  const port = Number(text);
  if (/^[0-9]{1,5}$/.test(text) && port <= 65_535) return port;
  throw new TallyError('arguments_wrong', { detail: `${name} must be a number from 0 to 65535.` });
}

function readAuthenticationUrl(text: string): URL {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (url?.protocol === 'https:' && url.pathname === '/' && url.username === '') return url;
  const detail =
    'TALLY_AUTHENTICATION_URL must be the address of the authentication server, such as https://localhost:8443.';
  throw new TallyError('arguments_wrong', { detail });
}

function readEventLimits(env: Environment): Partial<CredentialLimits> {
  const { TALLY_EVENT_CAP: capText, TALLY_EVENT_USES_PER_DAY: usesText } = env;
  return {
    ...(capText === undefined ? {} : { cap: readEventCap(capText) }),
    ...(usesText === undefined ? {} : { usesPerDay: readEventUses(usesText) }),
  };
}

function readEventCap(text: string): bigint {
  const cap = parseAmountMinorUnits(text);
  if (cap !== undefined) return cap;
  throw new TallyError('arguments_wrong', { detail: 'TALLY_EVENT_CAP must be a number of minor units.' });
}

function readEventUses(text: string): number {
  const usesPerDay = Number(text);
  if (Number.isInteger(usesPerDay) && usesPerDay >= 1 && usesPerDay <= mostUsesPerDay) return usesPerDay;
  const detail = `TALLY_EVENT_USES_PER_DAY must be a number from 1 to ${mostUsesPerDay}.`;
  throw new TallyError('arguments_wrong', { detail });
}

function readLogLevel(text: string): LogLevel {
  const level = logLevels.find((known) => known === text);
  if (level !== undefined) return level;
  throw new TallyError('arguments_wrong', { detail: `TALLY_LOG must be one of ${logLevels.join(', ')}.` });
}
