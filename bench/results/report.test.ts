import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Measurement, Round } from '../measure-round.ts';
import { floorLine, resultTable } from './report.ts';

const computed: Measurement = { perSecond: 300_000 };

function roundOf(tpcB: number, pay128: number): Round {
  const waiting = (perSecond: number) => ({ perSecond, latencyMs: { p50: 10, p99: 25.5 } });
  return {
    tpcB: { perSecond: tpcB, averageLatencyMs: 8 },
    pay1: waiting(900),
    pay16: waiting(3_000),
    pay128: waiting(pay128),
    verify128: waiting(9_000),
    verifyCore: computed,
    codesByPaycode: computed,
    codesByNodeCrypto: computed,
  };
}

const rounds = [roundOf(2_000, 5_000), roundOf(1_000, 4_000), roundOf(2_000, 7_000)];

test('a row has the median and spread of the rates, of the ratios round by round, and the latencies', () => {
  const line = resultTable(rounds)
    .split('\n')
    .find((text) => text.includes('128 in flight') && text.includes('HTTP'));
  assert.equal(
    line,
    '| payments over HTTP, 128 in flight | 5,000 (4,000–7,000) | 3.50 (2.50–4.00) | 10.00 | 25.50 |',
  );
});

test('TPC-B has its mean latency, and computing alone no ratio', () => {
  const table = resultTable(rounds);
  assert.match(
    table,
    /TPC-B by pgbench.* \| 2,000 \(1,000–2,000\) \| 1\.00 \(1\.00–1\.00\) \| mean 8\.00 \| – \|/,
  );
  assert.match(table, /pure core.* \| 300,000 \(300,000–300,000\) \| – \| – \| – \|/);
});

test('the floor is kept from twice TPC-B on', () => {
  assert.match(floorLine([roundOf(1_000, 2_000)]), /Median 2\.00: kept/);
  assert.match(floorLine([roundOf(1_000, 1_990)]), /Median 1\.99: NOT KEPT/);
});
