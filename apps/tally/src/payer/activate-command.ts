import { type Credential, enrol } from '@tallystick/payer-terminal';
import { openTerminal, storePath } from './open-terminal.ts';
import {
  type PayerCommand,
  argumentsWrong,
  commonHelp,
  commonOptions,
  exitCodes,
  readArguments,
} from './payer-command.ts';

const options = { ...commonOptions, server: { type: 'string' } } as const;

/** `tally payer activate`: the only command that uses the network. */
export const activateCommand: PayerCommand = {
  help: `tally payer activate CODE --server URL

Makes this device a payer terminal. CODE is the 26 characters of the activation, or - to read TALLY_ACTIVATION_CODE.
Afterwards the device needs no network. If the answer was lost, the same command finishes what it had begun.

  --server URL            where the Tallystick system answers, such as http://127.0.0.1:8080
${commonHelp}
`,
  async run(args, io) {
    const { values, positionals } = readArguments(args, options);
    const [given, ...rest] = positionals;
    const activationCode = given === '-' ? io.env['TALLY_ACTIVATION_CODE'] : given;
    if (activationCode === undefined || rest.length > 0) throw argumentsWrong('Give one activation code.');
    if (values.server === undefined) throw argumentsWrong('Give the server with --server URL.');

    const terminal = openTerminal(values, io);
    const request = { activationCode, serverUrl: values.server, fetch: io.fetch };
    const credential = await enrol(terminal, request);
    io.stdout.write(
      `Activated as credential ${credential.credentialNumber}, kept in ${storePath(values, io)}.\n`,
    );
    io.stdout.write(`${abilityWords(credential)}\n`);
    return exitCodes.done;
  },
};

/** What the payer should know of the new credential. Who can be followed by the alias is told so. */
function abilityWords(credential: Credential): string {
  if (credential.kind === 'time')
    return `This device can now pay without any network for ${credential.aliases.length - 1} days.`;
  return (
    'This device can now pay small amounts without any network and without a clock.\n' +
    'All its codes carry the same ten digits: shops can tell that its payments are of one payer.'
  );
}
