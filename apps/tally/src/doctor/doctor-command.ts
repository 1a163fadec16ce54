import type { CommandIo } from '../output/command-io.ts';
import { exitCodes } from '../output/exit-codes.ts';
import { writeJson } from '../output/write-json.ts';
import { readStartSettings } from '../start/start-settings.ts';
import type { Finding } from './finding.ts';
import { lookAtCertificates } from './look-at-certificates.ts';
import { lookAtDatabase } from './look-at-database.ts';
import { lookAtFolder } from './look-at-folder.ts';
import { lookAtMachine } from './look-at-machine.ts';
import { lookAtServer } from './look-at-server.ts';

export interface DoctorValues {
  readonly role?: string | undefined;
  readonly json?: boolean | undefined;
}

const stateWords: Readonly<Record<Finding['state'], string>> = { ok: 'ok', look: 'look', wrong: 'WRONG' };

/** `tally doctor`: says what is wrong with an installation, and what to do. Changes nothing. */
export async function runDoctor({ json, role }: DoctorValues, io: CommandIo): Promise<number> {
  const settings = readStartSettings({ role }, io.env);
  const findings = [
    ...(await lookAtMachine(settings.databaseUrl === undefined)),
    ...(await lookAtFolder(settings.dataDirectory)),
    ...(await lookAtCertificates(settings, io.clock)),
    // The authentication server answers nobody without a certificate.
    ...(settings.role === 'authentication' ? [] : await lookAtServer(settings, io)),
    ...(await lookAtDatabase(settings, io.clock)),
  ];
  const wrong = findings.filter(({ state }) => state === 'wrong');
  if (json === true) writeJson(io.stdout, { isWell: wrong.length === 0, findings });
  else io.stdout.write(`${findings.map(lineOf).join('')}\n${endingOf(wrong.length)}`);
  return wrong.length === 0 ? exitCodes.done : exitCodes.somethingWrong;
}

function lineOf({ state, says, code }: Finding): string {
  return `${stateWords[state].padEnd(8)}${says}${code === undefined ? '' : ` (${code})`}\n`;
}

function endingOf(count: number): string {
  if (count === 0) return 'All is well.\n';
  return `${count === 1 ? 'One thing is' : `${count} things are`} wrong; docs/errors.md says more of each code.\n`;
}
