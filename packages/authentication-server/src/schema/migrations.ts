import { readMigrations, type Migration } from '@tallystick/postgres';

/** The steps of this package’s schema, in their order. */
export function authenticationMigrations(): Promise<readonly Migration[]> {
  return readMigrations(new URL('.', import.meta.url), 'authentication');
}
