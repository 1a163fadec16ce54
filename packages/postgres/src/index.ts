export { lookAtBinaries } from './embedded/binaries.ts';
export type { DatabaseOptions } from './connections/client-config.ts';
export { type ConnectionTarget, connectionUrl } from './connections/connection-target.ts';
export type { Database, TransactionOptions } from './connections/database.ts';
export { openDatabase } from './connections/open-database.ts';
export type { Statement } from './connections/statement.ts';
export type { Transaction } from './connections/transaction.ts';
export { type EmbeddedPostgresLook, lookAtEmbeddedPostgres } from './embedded/look-at-embedded-postgres.ts';
export {
  type EmbeddedPostgres,
  type EmbeddedPostgresOptions,
  startEmbeddedPostgres,
} from './embedded/start-embedded-postgres.ts';
export type { Lane } from './lane/lane.ts';
export type { LaneOptions } from './lane/lane-options.ts';
export { migrate, missingMigrations } from './migrations/migrate.ts';
export type { Migration } from './migrations/migration.ts';
export { readMigrations } from './migrations/read-migrations.ts';
export { type CheckedLook, checkIntegrity, runChecks, withSnapshot } from './integrity/check-integrity.ts';
export {
  type Difference,
  type IntegrityCheck,
  type Look,
  lookAt,
  maximumDifferences,
} from './integrity/integrity-check.ts';
export { checkOfRule, type IntegrityRule } from './integrity/integrity-rule.ts';
export type { Snapshot } from './integrity/snapshot.ts';
