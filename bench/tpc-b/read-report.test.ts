import assert from 'node:assert/strict';
import { test } from 'node:test';
import { readPgbenchReport } from './read-report.ts';

const report = `transaction type: <builtin: TPC-B (sort of)>
scaling factor: 10
query mode: prepared
number of clients: 16
number of threads: 2
maximum number of tries: 1
duration: 6 s
number of transactions actually processed: 12210
number of failed transactions: 0 (0.000%)
latency average = 7.861 ms
initial connection time = 21.513 ms
tps = 2035.339416 (without initial connection time)
`;

test('rate and latency are read from the report of pgbench', () => {
  assert.deepEqual(readPgbenchReport(report), {
    transactionsPerSecond: 2035.339416,
    averageLatencyMs: 7.861,
  });
});

test('a run with failed transactions, or without a result, is no result', () => {
  assert.throws(() => readPgbenchReport(report.replace('transactions: 0', 'transactions: 3')), /3 failed/);
  assert.throws(() => readPgbenchReport('pgbench: error: connection refused'), /connection refused/);
});
