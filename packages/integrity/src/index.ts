export {
  allChecks,
  authenticationChecks,
  platformChecks,
  verifyApart,
  verifyDatabase,
} from './all-checks.ts';
export { databaseDifferences, differencesApart } from './differences.ts';
