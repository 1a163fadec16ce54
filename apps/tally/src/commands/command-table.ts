import { clockCommands } from '../clock/clock-commands.ts';
import { operatorCommands } from '../operator/operator-commands.ts';
import { payerCommands } from '../payer/payer-commands.ts';
import { demoKeyCommands } from '../seed/demo-key-command.ts';
import { tillCommands } from '../till/till-commands.ts';
import { defineCommand, type CommandGroup } from './command.ts';
import { jsonOption } from './options.ts';

/**
 * Every command of `tally`. Help and the reading of arguments come from here; a new command is one more entry, in the
 * group that it belongs to.
 */
export const commandTable: CommandGroup = {
  says: 'payments at a till from a device that has no network',
  about: `Exit code: 0 done, 1 failed, 2 wrong arguments, 3 unknown, 4 declined or reversed, 5 something is wrong,
128 + n ended by signal n. It tells what was done also where the output can’t be written (docs/operations.md).`,
  commands: {
    start: defineCommand({
      says: 'run the whole system, or one of its two servers',
      options: {
        role: {
          type: 'string',
          value: 'ROLE',
          says: 'platform or authentication, each a process and a database of its own; otherwise both in one',
        },
        buckets: {
          type: 'string',
          value: 'N',
          says: 'parts that a new database keeps accounts in: 1, or a power of two up to 64; fixed for ever',
        },
        'no-demo': { type: 'boolean', says: 'start empty; otherwise the first start seeds a demo' },
        ...jsonOption,
      },
      about: `  TALLY_DATA     folder of everything that is kept (./data)
  TALLY_PORT     port on 127.0.0.1 (8080)
  TALLY_LOG      debug, info, warn, error or silent (warn)
  TALLY_KEYS     the text of the key file (otherwise keys.json in the data folder)
  TALLY_BUCKETS  the same as --buckets (1)
  TALLY_EVENT_CAP           most minor units that one code of a device without a clock pays (2500)
  TALLY_EVENT_USES_PER_DAY  how many codes of one such device are taken in a day (5)
  DATABASE_URL   a PostgreSQL of your own (otherwise the embedded one)
  TALLY_ALLOW_UNSAFE_DATABASE  fsync, full_page_writes or both: settings of it that may be off (none)
With --role, data stands in ./data/platform and ./data/authentication where TALLY_DATA is not set:
  TALLY_CERTIFICATES         folder of certificates (./data/certificates); tally certificates makes them
  TALLY_AUTHENTICATION_URL   platform: where it asks (https://localhost:8443)
  TALLY_AUTHENTICATION_HOST  authentication: address that it listens on (127.0.0.1)
  TALLY_AUTHENTICATION_PORT  authentication: port (8443)`,
      run: async ({ values }, io) => (await import('../start/start-command.ts')).runStart(values, io),
    }),
    demo: defineCommand({
      says: 'show a market morning on it',
      options: {
        receipt: {
          type: 'string',
          value: 'FILE',
          says: 'where a receipt is saved; otherwise demo-receipt.txt in TALLY_DATA',
        },
        ...jsonOption,
      },
      about: `Dozens of payments, and the ways in which one is refused, told line by line. It happens on the system that runs at
TALLY_SERVER, otherwise at 127.0.0.1:8080 (TALLY_PORT), with the keys of its demo in TALLY_DATA (./data); where none
runs, on a system of its own, which is removed afterwards. Exit code: 0 when everything was as expected, otherwise 1.`,
      run: async ({ values }, io) => (await import('../demo/demo-command.ts')).runDemo(values, io),
    }),
    verify: defineCommand({
      says: 'look whether money, codes and payments agree with each other',
      options: {
        with: {
          type: 'string',
          value: 'FOLDER',
          says: 'data folder of the other server, where the two stand apart: checks both and what is between',
        },
        ...jsonOption,
      },
      about: `Reads the whole database of TALLY_DATA (./data) or DATABASE_URL on one snapshot, also while the system runs, and
changes nothing. TALLY_WITH_DATABASE_URL stands for --with where the other server has a PostgreSQL of its own.
Exit code: 0 all is well, 5 something is wrong, 1 it could not look.`,
      run: async ({ values }, io) => (await import('../verify/verify-command.ts')).runVerify(values, io),
    }),
    doctor: defineCommand({
      says: 'say what is wrong with this installation, and what to do',
      options: {
        role: { type: 'string', value: 'ROLE', says: 'platform or authentication, as that start' },
        ...jsonOption,
      },
      about: `Looks at Node and packages, data folder, keys, port, database and clock, by the same settings as the start, and changes
nothing; a stopped embedded database is started for the look. Exit code: 0 all is well, 5 something is wrong.`,
      run: async ({ values }, io) => (await import('../doctor/doctor-command.ts')).runDoctor(values, io),
    }),
    certificates: defineCommand({
      says: 'make the certificates between platform and authentication server',
      options: {
        host: {
          type: 'string',
          value: 'NAMES',
          says: 'names and addresses of the authentication server, with commas; otherwise this machine’s own',
        },
        days: { type: 'string', value: 'DAYS', says: 'how long they are good (397)' },
        'new-authority': { type: 'boolean', says: 'sign by a new authority; the former stays believed' },
        ...jsonOption,
      },
      about: `A local authority, and a certificate for each side, in TALLY_CERTIFICATES (./data/certificates); private keys are their
owner’s only. Run again, it makes new ones of the same authority, which running servers take.`,
      run: async ({ values }, io) =>
        (await import('../certificates/certificates-command.ts')).runCertificates(values, io),
    }),
    clock: clockCommands,
    payer: payerCommands,
    till: tillCommands,
    operator: operatorCommands,
    'demo-key': demoKeyCommands,
  },
};
