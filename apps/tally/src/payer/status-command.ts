import { stepOfUnixMs } from '@tallystick/paycode';
import {
  type ActivatedTerminal,
  aliasDaysLeft,
  paymentStateOf,
  requireActivated,
} from '@tallystick/payer-terminal';
import { openTerminal, storePath } from './open-terminal.ts';
import {
  type PayerCommand,
  argumentsWrong,
  commonHelp,
  commonOptions,
  exitCodes,
  readArguments,
} from './payer-command.ts';

/** `tally payer status`: whether this device can pay, and for how long. */
export const statusCommand: PayerCommand = {
  help: `tally payer status

Says whether this device is activated, and how long it can pay without a contact.

${commonHelp}
`,
  async run(args, io) {
    const { values, positionals } = readArguments(args, commonOptions);
    if (positionals.length > 0) throw argumentsWrong('status takes options only.');
    const activated = requireActivated(await openTerminal(values, io).store.read());
    const { credential, offeredCodes } = activated;
    const waiting = offeredCodes.filter((code) => paymentStateOf(code) === 'unknown').length;
    const lines = [
      `credential       ${credential.credentialNumber}`,
      `key store        ${storePath(values, io)}`,
      ...abilityLines(activated, io.clock.nowMs()),
      `outcome unknown  ${waiting} of ${offeredCodes.length} codes`,
    ];
    io.stdout.write(`${lines.join('\n')}\n`);
    return exitCodes.done;
  },
};

function abilityLines(
  { credential, clock, highestOfferedStep }: ActivatedTerminal,
  deviceNowMs: number,
): readonly string[] {
  if (credential.kind === 'event')
    return ['can pay          small amounts, without a clock', `presses so far   ${highestOfferedStep + 1}`];
  const step = stepOfUnixMs(deviceNowMs + clock.offsetMs);
  return [
    `can pay for      ${aliasDaysLeft(credential, step)} more days without a contact`,
    `clock correction ${(clock.offsetMs / 1000).toFixed(1)} s`,
  ];
}
