/** One payment id at once, at two server processes, on a database that was made with 64 buckets. */
process.env['TALLY_TEST_BUCKETS'] = '64';
await import('../race/one-id.test.ts');

export {};
