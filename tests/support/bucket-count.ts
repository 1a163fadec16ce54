/** With how many buckets the databases of the suites are made: TALLY_TEST_BUCKETS, or one. */
export function bucketCountOfTests(): number {
  return Number(process.env['TALLY_TEST_BUCKETS'] ?? 1);
}
