import { parseServerUrl } from '@tallystick/cashier-terminal';
import { isErrorCode, TallyError } from '@tallystick/foundation';
import { jsonOption, serverOption, type Options } from '../commands/options.ts';
import { argumentsWrong, type Given } from '../commands/read-arguments.ts';
import { serverUrlOf } from '../commands/server-url.ts';
import type { CommandIo } from '../output/command-io.ts';
import { exitCodes } from '../output/exit-codes.ts';
import { writeJson } from '../output/write-json.ts';
import { sendOperatorRequest, type OperatorRequest, type Problem } from './send-operator-request.ts';
import { tableOf } from './table.ts';

/** Every command that asks the operator’s API has them. */
export const askOptions = { ...serverOption, ...jsonOption } as const satisfies Options;

/** Sends one request with the operator’s key and prints the answer. */
export async function ask(
  request: OperatorRequest,
  { server, json }: Given<typeof askOptions>['values'],
  io: CommandIo,
): Promise<number> {
  const url = parseServerUrl(server ?? serverUrlOf(io.env));
  const answer = await sendOperatorRequest(io.fetch, url, operatorKey(io), request);
  if (!answer.ok) throw errorOf(answer.problem);
  if (json === true) writeJson(io.stdout, answer.body);
  else io.stdout.write(tableOf(answer.body));
  return exitCodes.done;
}

/** The server’s refusal, in its own words. */
function errorOf({ code, detail, field }: Problem): TallyError {
  const words = field === undefined ? detail : `${field}: ${detail}`;
  if (!isErrorCode(code)) return new TallyError('server_answer_malformed', { detail: `${words} (${code})` });
  return new TallyError(code, { detail: words, ...(field === undefined ? {} : { field }) });
}

function operatorKey(io: CommandIo): string {
  const key = io.env['TALLY_OPERATOR_KEY']?.trim() ?? '';
  if (key !== '') return key;
  throw argumentsWrong('Set TALLY_OPERATOR_KEY to the operator’s key.');
}
