import { defineCommand, type CommandGroup } from '../commands/command.ts';
import { jsonOption } from '../commands/options.ts';
import { argumentsWrong, type Given } from '../commands/read-arguments.ts';
import { dataFolder } from '../environment/folders.ts';
import type { CommandIo } from '../output/command-io.ts';
import { exitCodes } from '../output/exit-codes.ts';
import { writeJson } from '../output/write-json.ts';
import { demoKeysPath, readDemoKeys, type DemoKeys } from './demo-keys.ts';

const options = jsonOption;

/** `tally demo-key …`: so that a walk-through needs no JSON tool. */
export const demoKeyCommands: CommandGroup = {
  says: 'print a key of the demo',
  about: 'The keys are read from demo-keys.json of the data folder (TALLY_DATA, ./data).',
  commands: {
    operator: defineCommand({
      says: 'the key of the operator’s API',
      options,
      run: ({ values }, io) => print(({ operatorKey }) => operatorKey, values, io),
    }),
    till: defineCommand({
      says: 'the key of a till, by its number, or of the first one',
      operands: ['[NUMBER]'],
      options,
      run: ({ values, operands: [number] }, io) => print((keys) => tillKey(keys, number), values, io),
    }),
    activation: defineCommand({
      says: 'the activation code of a payer, by name or account id, or of the first one',
      operands: ['[PAYER]'],
      options,
      run: ({ values, operands: [which] }, io) => print((keys) => activationCode(keys, which), values, io),
    }),
  },
};

async function print(
  find: (keys: DemoKeys) => string | undefined,
  { json }: Given<typeof options>['values'],
  io: CommandIo,
): Promise<number> {
  const dataDirectory = dataFolder(io.env);
  const keys = await readDemoKeys(dataDirectory);
  if (keys === undefined) {
    throw argumentsWrong(
      `There is no demo in ${dataDirectory}: ${demoKeysPath(dataDirectory)} does not exist.`,
    );
  }
  const key = find(keys);
  if (key === undefined) throw argumentsWrong('The demo has no such till or payer.');
  if (json === true) writeJson(io.stdout, { key });
  else io.stdout.write(`${key}\n`);
  return exitCodes.done;
}

function tillKey({ tills }: DemoKeys, number: string | undefined): string | undefined {
  return tills.find((till) => number === undefined || till.tillNumber === Number(number))?.key;
}

function activationCode({ payers }: DemoKeys, which: string | undefined): string | undefined {
  return payers.find(({ name, accountId }) => which === undefined || which === name || which === accountId)
    ?.activationCode;
}
