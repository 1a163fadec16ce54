import { type LoadResult, perSecond } from './load/closed-loop.ts';
import { makeCodes, passwordsByNodeCrypto, passwordsByPaycode } from './load/make-codes.ts';
import { payOverHttp } from './load/pay-over-http.ts';
import { verifyAndCommit } from './load/verify-and-commit.ts';
import { verifyCore } from './load/verify-core.ts';
import { quantile } from './results/statistics.ts';
import type { Bench } from './setup/prepare-bench.ts';

/** One number of one round. */
export interface Measurement {
  readonly perSecond: number;
  /** Of single requests; undefined where work never waits, so that its latency is the inverse of its rate. */
  readonly latencyMs?: { readonly p50: number; readonly p99: number };
  /** pgbench keeps no quantiles unless it logs every transaction. */
  readonly averageLatencyMs?: number;
}

export const subjects = {
  tpcB: 'TPC-B by pgbench, scale 10, 16 clients',
  pay1: 'payments over HTTP, 1 in flight',
  pay16: 'payments over HTTP, 16 in flight',
  pay128: 'payments over HTTP, 128 in flight',
  verify128: 'verifications alone, committed, 128 in flight',
  verifyCore: 'verifications, the pure core on one core',
  codesByPaycode: 'codes made on one core, by paycode',
  codesByNodeCrypto: 'codes made on one core, by node:crypto',
} as const;

export type Subject = keyof typeof subjects;
export type Round = Readonly<Record<Subject, Measurement>>;

/** More than any machine of today takes; what is left over goes back into the book. */
const codesMadePerSecond = { pay1: 4_000, pay16: 12_000, pay128: 20_000, verify128: 40_000 };
/** Pure computing is steady: longer would tell nothing more. */
const computingLimitMs = 1_000;
const warmUpSeconds = 2;
/** V8 goes on making the server faster for ten seconds under full load; a till’s server has had them long ago. */
const warmUpSecondsAtFullLoad = 12;
/** Below this part of its time a measurement has run out of codes. */
const leastPart = 0.5;

/**
 * Compiles what is hot, fills caches and lets the database touch its files. Nothing of it is reported. The planner then
 * learns how large the tables have become, as it does by itself within a minute of a new installation’s first payment.
 */
export async function warmUp(bench: Bench): Promise<void> {
  await bench.tpcB.measure(warmUpSeconds);
  await pay(bench, 16, codesMadePerSecond.pay16, warmUpSeconds);
  await pay(bench, 128, codesMadePerSecond.pay128, warmUpSecondsAtFullLoad);
  await verify(bench, warmUpSeconds / 2);
  await bench.database.query({ name: '', text: 'ANALYZE', values: [] });
}

/** Measures every subject once, TPC-B in the midst of ours, so that a machine that gets slower slows all alike. */
export async function measureRound(bench: Bench, seconds: number): Promise<Round> {
  const pay1 = await pay(bench, 1, codesMadePerSecond.pay1, seconds);
  const pay16 = await pay(bench, 16, codesMadePerSecond.pay16, seconds);
  const tpcB = await bench.tpcB.measure(seconds);
  const pay128 = await pay(bench, 128, codesMadePerSecond.pay128, seconds);
  const verify128 = await verify(bench, seconds);
  return {
    tpcB: { perSecond: tpcB.transactionsPerSecond, averageLatencyMs: tpcB.averageLatencyMs },
    pay1: waiting(pay1),
    pay16: waiting(pay16),
    pay128: waiting(pay128),
    verify128: waiting(verify128),
    verifyCore: { perSecond: perSecond(verifyCore(Date.now(), computingLimitMs)) },
    codesByPaycode: { perSecond: perSecond(makeCodes(passwordsByPaycode, computingLimitMs)) },
    codesByNodeCrypto: { perSecond: perSecond(makeCodes(passwordsByNodeCrypto, computingLimitMs)) },
  };
}

async function pay(
  bench: Bench,
  inFlight: number,
  codesPerSecond: number,
  seconds: number,
): Promise<LoadResult> {
  const result = await payOverHttp(bench.http, inFlight, seconds * 1000, codesPerSecond * seconds);
  return longEnough(result, seconds);
}

async function verify(bench: Bench, seconds: number): Promise<LoadResult> {
  const maximum = codesMadePerSecond.verify128 * seconds;
  const result = await verifyAndCommit(bench.verification, 128, seconds * 1000, maximum);
  return longEnough(result, seconds);
}

function longEnough(result: LoadResult, seconds: number): LoadResult {
  if (result.elapsedMs >= seconds * 1000 * leastPart) return result;
  throw new Error(
    `the terminals had codes for ${Math.round(result.elapsedMs)} of ${seconds * 1000} ms only: use more --payers`,
  );
}

function waiting(result: LoadResult): Measurement {
  const { latenciesMs } = result;
  return {
    perSecond: perSecond(result),
    latencyMs: { p50: quantile(latenciesMs, 0.5), p99: quantile(latenciesMs, 0.99) },
  };
}
