import path from 'node:path';
import type { CommandIo } from '../output/command-io.ts';
import { demoKeysPath } from '../seed/demo-keys.ts';
import { endOfService } from './end-of-service.ts';
import { readStartSettings, startUsage, type StartSettings } from './start-settings.ts';
import { startSystem, type RunningSystem } from './start-system.ts';

/** `tally start`: runs the system until it is told to stop. Returns the exit code. */
export async function runStartCommand(args: readonly string[], io: CommandIo): Promise<number> {
  if (args.includes('--help')) {
    io.stdout.write(startUsage);
    return 0;
  }
  const settings = readStartSettings(args, io.env);
  io.stdout.write(`Starting Tallystick on ${settings.dataDirectory} …\n`);
  const end = endOfService();
  const running = await startSystem(settings, (line) => io.stderr.write(`${line}\n`));
  io.stdout.write(welcome(settings, running));
  await end;
  io.stdout.write('Stopping …\n');
  await running.stop();
  io.stdout.write('Stopped.\n');
  return 0;
}

function welcome(settings: StartSettings, running: RunningSystem): string {
  const lines = [
    `Tallystick runs at ${running.address}`,
    `  database   ${running.databaseDescription}`,
    `  keys       ${settings.keys === undefined ? path.join(settings.dataDirectory, 'keys.json') : 'TALLY_KEYS'}`,
  ];
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
