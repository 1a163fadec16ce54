import { readMigrations, type Migration } from '@tallystick/postgres';

/** The migrations of the payment platform’s schema, in order. */
export function platformMigrations(): Promise<readonly Migration[]> {
  return readMigrations(new URL('.', import.meta.url), 'platform');
}
