import { readdir } from 'node:fs/promises';

/**
 * The whole suite of payments against platform and authentication server apart. All its files run in this one process, and
 * share a PostgreSQL with two databases for each: starting a PostgreSQL a file would take longer than the tests.
 */
process.env['TALLY_TEST_DEPLOYMENT'] = 'apart';

const folder = new URL('../payments/', import.meta.url);
for (const name of (await readdir(folder)).toSorted()) {
  if (name.endsWith('.test.ts')) await import(new URL(name, folder).href);
}
