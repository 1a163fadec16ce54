import {
  type ActivatedTerminal,
  aliasDaysLeft,
  paymentStateOf,
  requireActivated,
} from '@tallystick/payer-terminal';
import { stepOfUnixMs } from '@tallystick/paycode';
import type { Given } from '../commands/read-arguments.ts';
import type { CommandIo } from '../output/command-io.ts';
import { exitCodes } from '../output/exit-codes.ts';
import { writeJson } from '../output/write-json.ts';
import { openTerminal, storePath } from './open-terminal.ts';
import type { statusOptions } from './payer-options.ts';

/** `tally payer status`: whether this device can pay, and for how long. */
export async function runStatus({ values }: Given<typeof statusOptions>, io: CommandIo): Promise<number> {
  const activated = requireActivated(await (await openTerminal(values, io)).store.read());
  const { credential, offeredCodes } = activated;
  const ability = abilityOf(activated, io.clock.nowMs());
  const status = {
    credentialNumber: credential.credentialNumber,
    kind: credential.kind,
    store: storePath(values, io),
    ...ability,
    unknownCount: offeredCodes.filter((code) => paymentStateOf(code) === 'unknown').length,
    codeCount: offeredCodes.length,
  };
  if (values.json === true) {
    writeJson(io.stdout, status);
    return exitCodes.done;
  }
  const lines = [
    `credential       ${status.credentialNumber}`,
    `key store        ${status.store}`,
    ...abilityLines(ability),
    `outcome unknown  ${status.unknownCount} of ${status.codeCount} codes`,
  ];
  io.stdout.write(`${lines.join('\n')}\n`);
  return exitCodes.done;
}

type Ability =
  { readonly pressCount: number } | { readonly daysLeft: number; readonly clockOffsetMs: number };

function abilityOf(
  { credential, clock, highestOfferedStep }: ActivatedTerminal,
  deviceNowMs: number,
): Ability {
  if (credential.kind === 'event') return { pressCount: highestOfferedStep + 1 };
  const step = stepOfUnixMs(deviceNowMs + clock.offsetMs);
  return { daysLeft: aliasDaysLeft(credential, step), clockOffsetMs: clock.offsetMs };
}

function abilityLines(ability: Ability): readonly string[] {
  if ('pressCount' in ability)
    return ['can pay          small amounts, without a clock', `presses so far   ${ability.pressCount}`];
  return [
    `can pay for      ${ability.daysLeft} more days without a contact`,
    `clock correction ${(ability.clockOffsetMs / 1000).toFixed(1)} s`,
  ];
}
