export {
  allChecks,
  verifyApart,
  verifyAuthentication,
  verifyDatabase,
  verifyPlatform,
} from './all-checks.ts';
export type { CheckedLook } from './checks/check-integrity.ts';
export type { Look } from './checks/integrity-check.ts';
export { createSnapshot, type Snapshot } from './checks/snapshot.ts';
export {
  databaseDifferences,
  differencesApart,
  type IntegrityDifference,
  ledgerDifferences,
} from './differences.ts';
