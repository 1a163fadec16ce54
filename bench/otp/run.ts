/** `npm run bench:otp`: codes a second on one core, ours beside the peers, and writes bench/otp/RESULTS.md. */
import { readFileSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import path from 'node:path';
import { parseArgs } from 'node:util';

import { format, resolveConfig } from 'prettier';

import { codesPerSecond, wrongCounters } from './measure.ts';
import { referenceHotp } from './reference-hotp.ts';
import { type Measured, resultsPage } from './results-page.ts';
import { hotpSubjects, key, ocraSubjects, type Subject } from './subjects.ts';

const resultsFile = path.join(import.meta.dirname, 'RESULTS.md');
const peers = ['otplib', 'otpauth', 'notp', 'speakeasy'];

const { values } = parseArgs({
  options: {
    rounds: { type: 'string', default: '9' },
    milliseconds: { type: 'string', default: '400' },
    'print-only': { type: 'boolean', default: false },
  },
});
const rounds = Number(values.rounds);
const milliseconds = Number(values.milliseconds);

/** The first thousand, where every implementation is right if any is, and a stretch that holds short numbers. */
const checkedCounters = Array.from({ length: 60_000 }, (_, index) => index);

function checked(subject: Subject): readonly number[] {
  if (subject.kind === 'other work') return [];
  const wrong = wrongCounters(subject, (counter) => referenceHotp(key, counter), checkedCounters);
  if (subject.kind === 'ours' && wrong.length > 0) throw new Error(`${subject.name} is wrong at ${wrong[0]}`);
  return wrong;
}

/** Round by round through all of them, so that each saw the machine in the same minute. */
function measureAll(subjects: readonly Subject[]): readonly Measured[] {
  for (const subject of subjects) codesPerSecond(subject, milliseconds);
  const rates = subjects.map((): number[] => []);
  for (let round = 0; round < rounds; round += 1) {
    subjects.forEach((subject, index) => rates[index]?.push(codesPerSecond(subject, milliseconds)));
  }
  return subjects.map((subject, index) => ({ subject, rates: rates[index] ?? [], wrong: checked(subject) }));
}

function versionOf(name: string): string {
  const file = createRequire(import.meta.url)
    .resolve.paths(name)
    ?.map((each) => path.join(each, name, 'package.json'));
  for (const candidate of file ?? []) {
    try {
      return (JSON.parse(readFileSync(candidate, 'utf8')) as { version: string }).version;
    } catch {
      // It is installed in another of the folders.
    }
  }
  throw new Error(`${name} is not installed`);
}

const page = resultsPage({
  date: new Date(),
  measured: measureAll([...hotpSubjects(), ...ocraSubjects()]),
  checkedCount: checkedCounters.length,
  rounds,
  milliseconds,
  versions: peers.map((name) => `${name} ${versionOf(name)}`),
});
process.stdout.write(page);
if (!values['print-only']) {
  // Laid out like every other document of the house, so that its own checks pass after a run.
  await writeFile(
    resultsFile,
    await format(page, { ...(await resolveConfig(resultsFile)), parser: 'markdown' }),
  );
}
