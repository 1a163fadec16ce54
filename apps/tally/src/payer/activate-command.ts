import { enrol } from '@tallystick/payer-terminal';
import { argumentsWrong, type Given } from '../commands/read-arguments.ts';
import type { CommandIo } from '../output/command-io.ts';
import { exitCodes } from '../output/exit-codes.ts';
import { writeJson } from '../output/write-json.ts';
import { openTerminal, storePath } from './open-terminal.ts';
import type { activateOptions } from './payer-commands.ts';

/** `tally payer activate`: the only command that uses the network. */
export async function runActivate(
  { values, operands }: Given<typeof activateOptions>,
  io: CommandIo,
): Promise<number> {
  const [given] = operands;
  const activationCode = given === '-' ? io.env['TALLY_ACTIVATION_CODE'] : given;
  if (activationCode === undefined) throw argumentsWrong('TALLY_ACTIVATION_CODE is missing.');

  const terminal = openTerminal(values, io);
  const request = { activationCode, serverUrl: values.server ?? '', fetch: io.fetch };
  const { aliases, credentialNumber } = await enrol(terminal, request);
  const store = storePath(values, io);
  const days = aliases.length - 1;
  if (values.json === true) {
    writeJson(io.stdout, { credentialNumber, store, days });
    return exitCodes.done;
  }
  io.stdout.write(`Activated as credential ${credentialNumber}, kept in ${store}.\n`);
  io.stdout.write(`This device can now pay without any network for ${days} days.\n`);
  return exitCodes.done;
}
