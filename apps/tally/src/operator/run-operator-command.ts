import { parseArgs } from 'node:util';
import { parseServerUrl } from '@tallystick/cashier-terminal';
import { TallyError } from '@tallystick/foundation';
import type { CommandIo } from '../output/command-io.ts';
import { exitCodes } from '../output/exit-codes.ts';
import { operatorCommands } from './operator-requests.ts';
import { sendOperatorRequest } from './send-operator-request.ts';
import { tableOf } from './table.ts';

const options = {
  server: { type: 'string' },
  currency: { type: 'string', default: 'EUR' },
  id: { type: 'string' },
  kind: { type: 'string' },
  cap: { type: 'string' },
  'uses-per-day': { type: 'string' },
  json: { type: 'boolean', default: false },
} as const;

function help(): string {
  const names = Object.entries(operatorCommands).map(
    ([name, { usage, says }]) => `  ${`${name} ${usage}`.padEnd(58)}${says}`,
  );
  return `tally operator COMMAND

${names.join('\n')}

The operator’s key is taken from TALLY_OPERATOR_KEY.
  --server URL   otherwise TALLY_SERVER, otherwise 127.0.0.1 on TALLY_PORT (8080)
  --json         print the server’s answer as it is

activate:
  --kind event         for a device without a clock. Tell its payer: all its codes carry the same ten digits,
                       so that shops can follow them
  --cap AMOUNT         limit: the most that one of its codes pays, in --currency
  --uses-per-day N     limit: how many of its codes are taken in one UTC day
A device without a clock always has both limits; TALLY_EVENT_CAP and TALLY_EVENT_USES_PER_DAY of the server are the default.
`;
}

/** `tally operator …`: each command is one request to the operator’s API. */
export async function runOperatorCommand(args: readonly string[], io: CommandIo): Promise<number> {
  const [name = '', ...rest] = args;
  if (name === '' || rest.includes('--help') || name === '--help') {
    io.stdout.write(help());
    return name === '' ? exitCodes.argumentsWrong : exitCodes.done;
  }
  const command = Object.hasOwn(operatorCommands, name) ? operatorCommands[name] : undefined;
  if (command === undefined)
    throw new TallyError('arguments_wrong', { detail: `There is no command «${name}».` });
  const { values, positionals } = readArguments(rest);
  if (positionals.length !== command.positionals) {
    throw new TallyError('arguments_wrong', { detail: `Usage: tally operator ${name} ${command.usage}` });
  }

  const server = parseServerUrl(values.server ?? serverOf(io.env));
  const { currency, id, kind, cap, 'uses-per-day': usesPerDay } = values;
  const request = command.request(positionals, { currency, id, kind, cap, usesPerDay });
  const answer = await sendOperatorRequest(io.fetch, server, operatorKey(io), request);
  if (!answer.ok) {
    const field = answer.problem.field === undefined ? '' : `${answer.problem.field}: `;
    io.stderr.write(`tally operator ${name}: ${field}${answer.problem.detail} (${answer.problem.code})\n`);
    return exitCodes.failed;
  }
  io.stdout.write(values.json ? `${JSON.stringify(answer.body, undefined, 2)}\n` : tableOf(answer.body));
  return exitCodes.done;
}

function readArguments(args: readonly string[]) {
  try {
    return parseArgs({ args: [...args], options, allowPositionals: true });
  } catch (cause) {
    const detail = cause instanceof Error ? cause.message : 'The arguments are wrong.';
    throw new TallyError('arguments_wrong', { detail, cause });
  }
}

function serverOf(env: CommandIo['env']): string {
  return env['TALLY_SERVER'] ?? `http://127.0.0.1:${env['TALLY_PORT'] ?? '8080'}`;
}

function operatorKey(io: CommandIo): string {
  const key = io.env['TALLY_OPERATOR_KEY']?.trim() ?? '';
  if (key !== '') return key;
  throw new TallyError('arguments_wrong', { detail: 'Set TALLY_OPERATOR_KEY to the operator’s key.' });
}
