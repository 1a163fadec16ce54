import { TallyError } from '@tallystick/foundation';
import { type Credential, enrol, type PayerTerminal } from '@tallystick/payer-terminal';
import { argumentsWrong, type Given } from '../commands/read-arguments.ts';
import type { CommandIo } from '../output/command-io.ts';
import { exitCodes } from '../output/exit-codes.ts';
import { writeJson } from '../output/write-json.ts';
import { writeResult } from '../output/write-result.ts';
import { openTerminal, storePath } from './open-terminal.ts';
import type { activateOptions } from './payer-options.ts';

/** `tally payer activate`: the only command that uses the network. */
export async function runActivate(
  { values, operands }: Given<typeof activateOptions>,
  io: CommandIo,
): Promise<number> {
  const [given] = operands;
  const activationCode = given === '-' ? io.env['TALLY_ACTIVATION_CODE'] : given;
  if (activationCode === undefined) throw argumentsWrong('TALLY_ACTIVATION_CODE is missing.');

  const serverUrl = values.server ?? io.env['TALLY_SERVER'];
  if (serverUrl === undefined) throw argumentsWrong('--server is missing.');

  const terminal = await openTerminal(values, io);
  if (values.replace !== true) await assertNotActivated(terminal, storePath(values, io));
  const request = { activationCode, serverUrl, fetch: io.fetch };
  const credential = await enrol(terminal, request);
  const { credentialNumber, kind } = credential;
  const store = storePath(values, io);
  const advice = 'the device is activated, and tally payer status shows it.';
  await writeResult(io, { name: 'tally payer', advice }, () => {
    if (values.json === true)
      return writeJson(io.stdout, { credentialNumber, kind, store, days: daysOf(credential) });
    io.stdout.write(`Activated as credential ${credentialNumber}, kept in ${store}.\n`);
    io.stdout.write(`${abilityWords(credential)}\n`);
  });
  return exitCodes.done;
}

/** A credential is money, and its receipts are proofs: neither is overwritten by a command that was typed twice. */
async function assertNotActivated({ store }: PayerTerminal, path: string): Promise<void> {
  const { activated } = await store.read();
  if (activated === undefined) return;
  const { credentialNumber } = activated.credential;
  const detail = `This device is activated already: ${path} holds the credential ${credentialNumber}. Give --store for another device, or --replace.`;
  throw new TallyError('device_activated', { detail });
}

/** For how many days it can pay without a contact; null where its one alias has no end. */
function daysOf(credential: Credential): number | null {
  return credential.kind === 'time' ? credential.aliases.length - 1 : null;
}

/** What the payer should know of the new credential. Who can be followed by the alias is told so. */
function abilityWords(credential: Credential): string {
  if (credential.kind === 'time')
    return `This device can now pay without any network for ${credential.aliases.length - 1} days.`;
  return (
    'This device can now pay small amounts without any network and without a clock.\n' +
    'All its codes carry the same ten digits: shops can tell that its payments are of one payer.'
  );
}
