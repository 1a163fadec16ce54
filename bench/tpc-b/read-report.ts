/** What pgbench prints at its end, as far as we use it. */
export interface PgbenchReport {
  readonly transactionsPerSecond: number;
  readonly averageLatencyMs: number;
}

/** @throws Error where the text is not the report of a run in which every transaction succeeded. */
export function readPgbenchReport(text: string): PgbenchReport {
  const rate = /^tps = ([0-9.]+) /m.exec(text)?.[1];
  const latency = /^latency average = ([0-9.]+) ms/m.exec(text)?.[1];
  // Versions before 15 print no line about failures.
  const failures = /^number of failed transactions: ([0-9]+)/m.exec(text)?.[1] ?? '0';
  if (rate === undefined || latency === undefined) throw new Error(`pgbench printed no result:\n${text}`);
  if (failures !== '0') throw new Error(`pgbench had ${failures} failed transactions`);
  return { transactionsPerSecond: Number(rate), averageLatencyMs: Number(latency) };
}
