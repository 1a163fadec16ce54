import { isPackageSource, isTestCode } from '../house/house-file.ts';
import { readHouseFiles } from '../house/read-house-files.ts';
import { statementsOf } from '../house/tidy/check-statements.ts';

/** Sent by nobody on a database with several buckets. */
const elsewhere: ReadonlySet<string> = new Set([
  // Where the servers are apart, each has one bucket (docs/adr/0012).
  'platform.read_payments_in_work',
  'platform.upsert_payments_in_work',
  'platform.forget_payment_in_work',
  'authentication.read_verdicts',
  // Mutants, which only the races of the guards send.
  'authentication.read_credentials',
  'authentication.burn_steps_unconditionally',
]);

/** The names of all statements in the sources of the packages that are about tables with buckets. */
export function statementsAbout(tables: readonly string[]): readonly string[] {
  const named = new RegExp(`\\b(?:${tables.join('|').replaceAll('.', '\\.')})\\b`);
  return readHouseFiles()
    .filter(({ path }) => isPackageSource(path) && !isTestCode(path))
    .flatMap(statementsOf)
    .filter(({ name, text }) => named.test(text) && !elsewhere.has(name))
    .map(({ name }) => name);
}
