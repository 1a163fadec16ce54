import {
  type CheckedLook,
  type Database,
  type Difference,
  checkIntegrity,
  checkOfRule,
} from '@tallystick/postgres';
import { verifyApart, verifyDatabase } from './all-checks.ts';
import { ledgerRules } from '../../payment-platform/src/integrity/ledger-rules.ts';

/** One place where something does not hold that must. */
export interface IntegrityDifference extends Difference {
  readonly rule: string;
}

/** Every difference of the ledger alone; empty where all is well. */
export async function ledgerDifferences(
  database: Database,
  options: { readonly statementTimeoutMs?: number } = {},
): Promise<readonly IntegrityDifference[]> {
  return differencesOf(await checkIntegrity(database, ledgerRules.map(checkOfRule), options));
}

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

/** Without notices, which are worth a look but wrong in nothing. */
function differencesOf(looks: readonly CheckedLook[]): readonly IntegrityDifference[] {
  return looks
    .filter(({ isNotice }) => !isNotice)
    .flatMap(({ name, differences }) => differences.map((difference) => ({ rule: name, ...difference })));
}
