import {
  checkIntegrity,
  checkOfRule,
  differencesOf,
  type Database,
  type IntegrityDifference,
} from '@tallystick/postgres';
import { ledgerRules } from './ledger-rules.ts';

/** Every difference of the ledger alone; empty where all is well. */
export async function ledgerDifferences(
  database: Database,
  options: { readonly statementTimeoutMs?: number } = {},
): Promise<readonly IntegrityDifference[]> {
  return differencesOf(await checkIntegrity(database, ledgerRules.map(checkOfRule), options));
}
