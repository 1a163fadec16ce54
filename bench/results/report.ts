import { type Measurement, type Round, type Subject, subjects } from '../measure-round.ts';
import { ratiosOf, type Spread, spreadOf } from './statistics.ts';

/** Of payments at 128 in flight, over the TPC-B rate of the same round. */
export const floorRatio = 2;

const subjectOrder = Object.keys(subjects).filter(isSubject);
/** They wait for the same disk as TPC-B; a ratio of pure computing to it would say nothing. */
const comparedWithTpcB: ReadonlySet<Subject> = new Set(['tpcB', 'pay1', 'pay16', 'pay128', 'verify128']);

/** The table of all subjects: medians over the rounds, with the lowest and the highest. */
export function resultTable(rounds: readonly Round[]): string {
  const rows = subjectOrder.map((subject) => {
    const measurements = rounds.map((round) => round[subject]);
    const rate = spreadOf(measurements.map(({ perSecond }) => perSecond));
    const ratio = comparedWithTpcB.has(subject) ? withSpread(ratioToTpcB(rounds, subject), 2) : '–';
    return `| ${subjects[subject]} | ${withSpread(rate, 0)} | ${ratio} | ${latencies(measurements).join(' | ')} |`;
  });
  return [
    '| measured | a second: median (lowest–highest) | ÷ TPC-B | p50 ms | p99 ms |',
    '| --- | --- | --- | --- | --- |',
    ...rows,
  ].join('\n');
}

/** Whether the floor of the project is kept. */
export function floorLine(rounds: readonly Round[]): string {
  const { median } = ratioToTpcB(rounds, 'pay128');
  const verdict = median >= floorRatio ? 'kept' : 'NOT KEPT';
  return `Floor: payments at 128 in flight at least ${floorRatio} × TPC-B. Median ${median.toFixed(2)}: ${verdict}.`;
}

function ratioToTpcB(rounds: readonly Round[], subject: Subject): Spread {
  const ratesOf = (of: Subject) => rounds.map((round) => round[of].perSecond);
  return spreadOf(ratiosOf(ratesOf(subject), ratesOf('tpcB')));
}

function latencies(measurements: readonly Measurement[]): readonly [string, string] {
  const averages = measurements.flatMap(({ averageLatencyMs }) => averageLatencyMs ?? []);
  if (averages.length > 0) return [`mean ${spreadOf(averages).median.toFixed(2)}`, '–'];
  const known = measurements.flatMap(({ latencyMs }) => latencyMs ?? []);
  if (known.length === 0) return ['–', '–'];
  const [p50, p99] = [known.map((latency) => latency.p50), known.map((latency) => latency.p99)];
  return [spreadOf(p50).median.toFixed(2), spreadOf(p99).median.toFixed(2)];
}

function withSpread({ median, minimum, maximum }: Spread, digits: number): string {
  const text = (value: number) =>
    value.toLocaleString('en', { minimumFractionDigits: digits, maximumFractionDigits: digits });
  return `${text(median)} (${text(minimum)}–${text(maximum)})`;
}

function isSubject(name: string): name is Subject {
  return Object.hasOwn(subjects, name);
}
