/** `npm run bench`: measures whole payments and TPC-B on the same server, and writes bench/RESULTS.md. */
import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { format, resolveConfig } from 'prettier';
import { measureRound, type Round, warmUp } from './measure-round.ts';
import { type BenchOptions, readOptions, usage } from './options.ts';
import { describeMachine, describeSettings } from './results/machine.ts';
import { floorLine, resultTable } from './results/report.ts';
import { resultsPage } from './results/results-page.ts';
import { checkValidity } from './results/validity.ts';
import { type Bench, prepareBench } from './setup/prepare-bench.ts';

const resultsFile = path.join(import.meta.dirname, 'RESULTS.md');

function say(line: string): void {
  process.stdout.write(`${line}\n`);
}

async function runBench(options: BenchOptions): Promise<void> {
  say(`Preparing PostgreSQL, ${options.payerCount} payers and TPC-B …`);
  const bench = await prepareBench(options);
  // The server ends with us in any case; PostgreSQL’s files are removed only here.
  process.once('SIGINT', () => void bench.stop());
  try {
    say('Warming up …');
    await warmUp(bench);
    await report(bench, options, await measureRounds(bench, options));
  } finally {
    await bench.stop();
  }
}

async function measureRounds(
  bench: Bench,
  { rounds: count, seconds }: BenchOptions,
): Promise<readonly Round[]> {
  const rounds: Round[] = [];
  while (rounds.length < count) {
    say(`Round ${rounds.length + 1} of ${count} …`);
    rounds.push(await measureRound(bench, seconds));
  }
  return rounds;
}

/** Rates of a run that lost or doubled a payment are not worth a look, so they are not shown. */
async function report(bench: Bench, options: BenchOptions, rounds: readonly Round[]): Promise<void> {
  const { database, verification } = bench;
  const checks = await checkValidity(
    { database, verifications: verification.database },
    {
      payments: bench.http.acknowledged,
      verifications: verification.acknowledged,
    },
  );
  const broken = checks.filter(({ holds }) => !holds);
  if (broken.length > 0) {
    throw new Error(
      `the run is not valid: ${broken.map(({ what, found }) => `${what}: ${found}`).join('; ')}`,
    );
  }
  const page = resultsPage({
    date: new Date(),
    options,
    machine: await describeMachine(bench.database, bench.dataDirectory),
    settings: await describeSettings(bench.database),
    pgbenchVersion: bench.tpcB.pgbenchVersion,
    table: resultTable(rounds),
    floor: floorLine(rounds),
    checks,
  });
  say(page);
  if (!options.writesResults) return;
  // Laid out like every other document of the house, so that its own checks pass after a run.
  await writeFile(
    resultsFile,
    await format(page, { ...(await resolveConfig(resultsFile)), parser: 'markdown' }),
  );
}

function optionsOrUsage(): BenchOptions | undefined {
  try {
    return readOptions(process.argv.slice(2));
  } catch (error) {
    say(`${error instanceof Error ? error.message : String(error)}\n${usage}`);
    return undefined;
  }
}

const options = optionsOrUsage();
if (options === undefined) process.exitCode = 2;
else {
  try {
    await runBench(options);
  } catch (error) {
    process.stderr.write(`bench: ${error instanceof Error ? error.message : String(error)}\n`);
    process.exitCode = 1;
  }
}
