import { availableParallelism, cpus, release, type } from 'node:os';

import { ratiosOf, type Spread, spreadOf } from '../results/statistics.ts';
import type { Subject } from './subjects.ts';

export interface Measured {
  readonly subject: Subject;
  /** Codes a second, one number a round. */
  readonly rates: readonly number[];
  /** Counters at which its code was not RFC 4226’s. */
  readonly wrong: readonly number[];
}

export interface OtpResults {
  readonly date: Date;
  readonly measured: readonly Measured[];
  readonly checkedCount: number;
  readonly rounds: number;
  readonly milliseconds: number;
  readonly versions: readonly string[];
}

/** The text of bench/otp/RESULTS.md. */
export function resultsPage(results: OtpResults): string {
  const { measured, checkedCount, rounds, milliseconds, versions } = results;
  const [first] = measured;
  if (first === undefined) throw new RangeError('nothing was measured');
  const peers = measured.filter(({ subject }) => subject.kind === 'peer');
  const least = Math.min(...peers.map(({ rates }) => spreadOf(ratiosOf(first.rates, rates)).median));
  const rows = measured.map((each) => rowOf(each, first));
  return `# Codes a second

Written by \`npm run bench:otp\` on ${results.date.toISOString().slice(0, 10)}. How to read it: [../README.md](../README.md#codes-a-second).

| HOTP, SHA-1, six digits, one core | codes a second: median (lowest–highest) | otp is faster by | wrong codes |
| - | - | - | - |
${rows.join('\n')}

Aim: the first row at least 3 × each peer. The least is ${least.toFixed(1)} ×: ${least >= 3 ? 'kept' : 'NOT KEPT'}.

Wrong codes are those of ${checkedCount} counters from 0 that RFC 4226 would have made otherwise.

## Machine

- Processor: ${cpus()[0]?.model.trim() ?? 'unknown'}, ${availableParallelism()} cores, of which one is used
- Kernel: ${type()} ${release()}
- Node: ${process.version}
- Peers: ${versions.join(', ')}
- ${rounds} interleaved rounds, ${milliseconds} ms a measurement
`;
}

function rowOf({ subject, rates, wrong }: Measured, first: Measured): string {
  const factor = subject.kind === 'peer' ? factorText(spreadOf(ratiosOf(first.rates, rates))) : '–';
  const wrongText = subject.kind === 'other work' ? '–' : String(wrong.length);
  return `| ${subject.name} | ${rateText(spreadOf(rates))} | ${factor} | ${wrongText} |`;
}

function rateText({ median, minimum, maximum }: Spread): string {
  return `${thousands(median)} (${thousands(minimum)}–${thousands(maximum)})`;
}

function factorText({ median, minimum, maximum }: Spread): string {
  return `${median.toFixed(1)} × (${minimum.toFixed(1)}–${maximum.toFixed(1)})`;
}

function thousands(rate: number): string {
  return Math.round(rate).toLocaleString('en-GB');
}
