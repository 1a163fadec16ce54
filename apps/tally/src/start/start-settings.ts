import path from 'node:path';
import { defaultEventLimits, mostUsesPerDay, type CredentialLimits } from '@tallystick/authentication-server';
import { parseAmountMinorUnits, TallyError } from '@tallystick/foundation';
import type { LogLevel } from '../server/log-options.ts';

/** What `tally start` was asked for, by its arguments and by TALLY_… variables. */
export interface StartSettings {
  readonly dataDirectory: string;
  readonly host: string;
  readonly port: number;
  /** A PostgreSQL of the operator’s own; the embedded one where it is left out. */
  readonly databaseUrl: string | undefined;
  /** The key file’s text, for machines that hand secrets over in the environment. */
  readonly keys: string | undefined;
  readonly withDemo: boolean;
  /** What devices without a clock may be used for, where their activation says nothing else. */
  readonly eventLimits: CredentialLimits;
  readonly logLevel: LogLevel;
}

const logLevels: readonly LogLevel[] = ['debug', 'info', 'warn', 'error', 'silent'];

/** Reads the settings. Throws `arguments_wrong` with the thing that is wrong. */
export function readStartSettings(
  values: { readonly 'no-demo'?: boolean | undefined },
  env: Readonly<Record<string, string | undefined>>,
): StartSettings {
  return {
    dataDirectory: path.resolve(env['TALLY_DATA'] ?? 'data'),
    host: '127.0.0.1',
    port: readPort(env['TALLY_PORT'] ?? '8080'),
    databaseUrl: env['DATABASE_URL'],
    keys: env['TALLY_KEYS'],
    withDemo: values['no-demo'] !== true,
    eventLimits: readEventLimits(env),
    logLevel: readLogLevel(env['TALLY_LOG'] ?? 'warn'),
  };
}

function readPort(text: string): number {
  const port = Number(text);
  if (/^[0-9]{1,5}$/.test(text) && port <= 65_535) return port;
  throw new TallyError('arguments_wrong', { detail: 'TALLY_PORT must be a number from 0 to 65535.' });
}

function readEventLimits(env: Readonly<Record<string, string | undefined>>): CredentialLimits {
  const { TALLY_EVENT_CAP: capText, TALLY_EVENT_USES_PER_DAY: usesText } = env;
  const cap = capText === undefined ? defaultEventLimits.cap : parseAmountMinorUnits(capText);
  if (cap === undefined) {
    throw new TallyError('arguments_wrong', { detail: 'TALLY_EVENT_CAP must be a number of minor units.' });
  }
  const usesPerDay = Number(usesText ?? defaultEventLimits.usesPerDay);
  if (Number.isInteger(usesPerDay) && usesPerDay >= 1 && usesPerDay <= mostUsesPerDay)
    return { cap, usesPerDay };
  const detail = `TALLY_EVENT_USES_PER_DAY must be a number from 1 to ${mostUsesPerDay}.`;
  throw new TallyError('arguments_wrong', { detail });
}

function readLogLevel(text: string): LogLevel {
  const level = logLevels.find((known) => known === text);
  if (level !== undefined) return level;
  throw new TallyError('arguments_wrong', { detail: `TALLY_LOG must be one of ${logLevels.join(', ')}.` });
}
