import { systemClock } from '@tallystick/foundation';
import { readEnvironment } from '../environment/read-environment.ts';
import type { CommandIo } from './command-io.ts';
import { createProcessOutput } from './process-output.ts';

/** The world of a real process. */
export const processIo: CommandIo = {
  stdin: process.stdin,
  stdout: createProcessOutput('stdout'),
  stderr: createProcessOutput('stderr'),
  env: readEnvironment(),
  fetch: globalThis.fetch,
  clock: systemClock,
};
