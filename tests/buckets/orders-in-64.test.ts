/** Orders that payers of many buckets pay at once, at two server processes, on a database that was made with 64 buckets. */
process.env['TALLY_TEST_BUCKETS'] = '64';
await import('../race/orders.test.ts');

export {};
