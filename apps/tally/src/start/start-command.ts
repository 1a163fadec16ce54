import path from 'node:path';
import type { CommandIo } from '../output/command-io.ts';
import { exitCodes } from '../output/exit-codes.ts';
import { serviceOutput } from '../output/service-output.ts';
import { writeJson } from '../output/write-json.ts';
import { demoKeysPath } from '../seed/demo-keys.ts';
import { endOfService } from './end-of-service.ts';
import { readStartSettings, type Role, type StartSettings } from './start-settings.ts';
import type { RunningSystem } from './running-system.ts';

export interface StartValues {
  readonly role?: string | undefined;
  readonly buckets?: string | undefined;
  readonly 'no-demo'?: boolean | undefined;
  readonly json?: boolean | undefined;
}

/** `tally start`: runs the system until it is told to stop. Returns the exit code. */
export async function runStart({ json, ...values }: StartValues, io: CommandIo): Promise<number> {
  const settings = readStartSettings(values, io.env);
  const { stdout, stderr } = serviceOutput();
  const say = (text: string): void => void (json === true || stdout.write(text));
  say(`Starting ${nameOfRole[settings.role]} on ${settings.dataDirectory} …\n`);
  const end = endOfService(io.env);
  const log = (line: string): void =>
    stderr.write(`${line}
`);
  const start = await starterOf[settings.role]();
  const running = await start(settings, log).finally(() => stderr.flush());
  if (json === true) writeJson(stdout, facts(settings, running));
  say(welcome(settings, running));
  await end;
  say('Stopping …\n');
  await running.stop();
  say('Stopped.\n');
  const areFlushed = await Promise.all([stdout.flush(), stderr.flush()]);
  // A write into a pipe that nobody reads would keep the process for as long as its reader lives.
  if (areFlushed.includes(false)) process.exit(exitCodes.done);
  return exitCodes.done;
}

/** Loads what a role needs and nothing else: a platform apart has no module that opens a sealed key. */
const starterOf = {
  all: async () => (await import('./start-system.ts')).startSystem,
  platform: async () => (await import('./start-platform.ts')).startPlatform,
  authentication: async () => (await import('./start-authentication-server.ts')).startAuthenticationServer,
};

const nameOfRole: Readonly<Record<Role, string>> = {
  all: 'Tallystick',
  platform: 'the payment platform',
  authentication: 'the authentication server',
};

function facts(
  { dataDirectory, role }: StartSettings,
  { address, databaseDescription, demo, operatorKeyFile }: RunningSystem,
) {
  return {
    ...(role === 'all' ? {} : { role }),
    address,
    dataDirectory,
    database: databaseDescription,
    demoKeyFile: demo === undefined ? null : demoKeysPath(dataDirectory),
    operatorKeyFile: operatorKeyFile ?? null,
  };
}

function welcome(settings: StartSettings, running: RunningSystem): string {
  const name = nameOfRole[settings.role].replace(/^the/, 'The');
  const lines = [
    `${name} runs at ${running.address}`,
    `  database   ${running.databaseDescription}`,
    `  keys       ${settings.keys === undefined ? path.join(settings.dataDirectory, 'keys.json') : 'TALLY_KEYS'}`,
  ];
  if (settings.role !== 'all') lines.push(`  certificates ${settings.certificates}`);
  if (settings.role === 'platform') lines.push(`  asks       ${settings.authenticationUrl.origin}`);
  if (running.operatorKeyFile !== undefined) lines.push(`  operator   ${running.operatorKeyFile}`);
  return [...lines, ...demoLines(settings, running), 'Ctrl-C stops everything.', ''].join('\n');
}

function demoLines(settings: StartSettings, { demo, address }: RunningSystem): readonly string[] {
  const payer = demo?.payers[0];
  if (payer === undefined) return [];
  return [
    `  demo       ${demoKeysPath(settings.dataDirectory)}`,
    '',
    'Make a payment by hand, in a second terminal:',
    ...surroundings(settings, address),
    `  npx tally payer activate ${payer.activationCode} --server ${address}`,
    '  npx tally payer pay --once --png ~/code.png',
    '  export TALLY_TILL_KEY=$(npx tally demo-key till)',
    `  npx tally till pay --picture ~/code.png --amount 4.50 --currency EUR --server ${address}`,
    '',
    'Or see a whole market morning: npm run demo',
    '',
  ];
}

/** What a second terminal has to be told where this system is not where commands look for one. */
function surroundings({ dataDirectory }: StartSettings, address: string): readonly string[] {
  const isUsual = dataDirectory === path.resolve('data') && address === 'http://127.0.0.1:8080';
  return isUsual ? [] : [`  export TALLY_DATA='${dataDirectory}' TALLY_SERVER=${address}`];
}
