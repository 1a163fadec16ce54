import type { BenchOptions } from '../options.ts';
import { terminalsPerPayer } from '../setup/seed-payers.ts';
import type { Description } from './machine.ts';
import type { Check } from './validity.ts';

export interface BenchResults {
  readonly date: Date;
  readonly options: BenchOptions;
  readonly machine: Description;
  readonly settings: Description;
  readonly pgbenchVersion: string;
  readonly table: string;
  readonly floor: string;
  readonly checks: readonly Check[];
}

/** The text of bench/RESULTS.md. */
export function resultsPage(results: BenchResults): string {
  const { options } = results;
  return `# Results

Written by \`npm run bench\` on ${results.date.toISOString().slice(0, 10)}. How to read it: [README.md](README.md).

${results.table}

${results.floor}

## Validity

${results.checks.map(({ what, holds, found }) => `- ${holds ? 'holds' : 'BROKEN'}: ${what} (${found})`).join('\n')}

## Machine

${listOf(results.machine)}
- Client of TPC-B: ${results.pgbenchVersion}

## Settings

- ${options.payerCount} payers with ${terminalsPerPayer} terminals each, ${options.merchantCount} merchants with a till each
- ${options.rounds} interleaved rounds, ${options.seconds} s a measurement
${listOf(results.settings)}
`;
}

function listOf(description: Description): string {
  return description.map(([name, value]) => `- ${name}: ${value}`).join('\n');
}
