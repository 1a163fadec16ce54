import path from 'node:path';
import { TallyError } from '@tallystick/foundation';
import type { CommandIo } from '../output/command-io.ts';
import { exitCodes } from '../output/exit-codes.ts';
import { demoKeysPath, readDemoKeys, type DemoKeys } from './demo-keys.ts';

const help = `tally demo-key operator | till [NUMBER] | activation [PAYER]

Prints one key of the demo from demo-keys.json of the data folder (TALLY_DATA, ./data):
  operator              the key of the operator’s API
  till [NUMBER]         the key of a till (the first one)
  activation [PAYER]    the activation code of a payer by name or account id (the first one)
`;

/** `tally demo-key …`: so that a walk-through needs no JSON tool. */
export async function runDemoKeyCommand(args: readonly string[], io: CommandIo): Promise<number> {
  if (args.includes('--help')) {
    io.stdout.write(help);
    return exitCodes.done;
  }
  const dataDirectory = path.resolve(io.env['TALLY_DATA'] ?? 'data');
  const keys = await readDemoKeys(dataDirectory);
  if (keys === undefined) {
    const detail = `There is no demo in ${dataDirectory}: ${demoKeysPath(dataDirectory)} does not exist.`;
    throw new TallyError('arguments_wrong', { detail });
  }
  io.stdout.write(`${findKey(keys, args)}\n`);
  return exitCodes.done;
}

function findKey(keys: DemoKeys, [kind, which]: readonly string[]): string {
  const key = kind === 'operator' ? keys.operatorKey : kind === 'till' ? tillKey(keys, which) : undefined;
  const found = kind === 'activation' ? activationCode(keys, which) : key;
  if (found === undefined) throw new TallyError('arguments_wrong', { detail: help.split('\n')[0] ?? '' });
  return found;
}

function tillKey({ tills }: DemoKeys, number: string | undefined): string | undefined {
  return tills.find((till) => number === undefined || till.tillNumber === Number(number))?.key;
}

function activationCode({ payers }: DemoKeys, which: string | undefined): string | undefined {
  return payers.find(({ name, accountId }) => which === undefined || which === name || which === accountId)
    ?.activationCode;
}
