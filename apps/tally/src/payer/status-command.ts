import { stepOfUnixMs } from '@tallystick/paycode';
import { aliasDaysLeft, paymentStateOf, requireActivated } from '@tallystick/payer-terminal';
import type { Given } from '../commands/read-arguments.ts';
import type { CommandIo } from '../output/command-io.ts';
import { exitCodes } from '../output/exit-codes.ts';
import { writeJson } from '../output/write-json.ts';
import { openTerminal, storePath } from './open-terminal.ts';
import type { statusOptions } from './payer-commands.ts';

/** `tally payer status`: whether this device can pay, and for how long. */
export async function runStatus({ values }: Given<typeof statusOptions>, io: CommandIo): Promise<number> {
  const { credential, clock, offeredCodes } = requireActivated(await openTerminal(values, io).store.read());
  const step = stepOfUnixMs(io.clock.nowMs() + clock.offsetMs);
  const status = {
    credentialNumber: credential.credentialNumber,
    store: storePath(values, io),
    daysLeft: aliasDaysLeft(credential, step),
    clockOffsetMs: clock.offsetMs,
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
    `can pay for      ${status.daysLeft} more days without a contact`,
    `clock correction ${(status.clockOffsetMs / 1000).toFixed(1)} s`,
    `outcome unknown  ${status.unknownCount} of ${status.codeCount} codes`,
  ];
  io.stdout.write(`${lines.join('\n')}\n`);
  return exitCodes.done;
}
