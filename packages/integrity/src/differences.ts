import { differencesOf, type Database, type IntegrityDifference } from '@tallystick/postgres';
import { verifyApart, verifyDatabase } from './all-checks.ts';

/** Every difference of the whole database; empty where all is well. */
export async function databaseDifferences(database: Database): Promise<readonly IntegrityDifference[]> {
  return differencesOf(await verifyDatabase(database));
}

/** Every difference of both databases where each server has its own; empty where all is well. */
export async function differencesApart(
  databases: Parameters<typeof verifyApart>[0],
): Promise<readonly IntegrityDifference[]> {
  return differencesOf(await verifyApart(databases));
}
