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

export type AskValues = Given<typeof askOptions>['values'];

/** Sends one request with the operator’s key and prints the answer. */
export async function ask(request: OperatorRequest, values: AskValues, io: CommandIo): Promise<number> {
  const body = await askServer(request, operatorKeyOf(io), values, io);
  if (values.json === true) writeJson(io.stdout, body);
  else io.stdout.write(tableOf(body));
  return exitCodes.done;
}

/** @throws TallyError with the server’s own code, where it refuses. */
export async function askServer(
  request: OperatorRequest,
  operatorKey: string,
  { server }: AskValues,
  io: CommandIo,
): Promise<object | null> {
  const url = parseServerUrl(server ?? serverUrlOf(io.env));
  const answer = await sendOperatorRequest(io.fetch, url, operatorKey, request);
  if (answer.ok) return answer.body;
  throw errorOf(answer.problem);
}

/** The server’s refusal, in its own words. */
function errorOf({ code, detail, field }: Problem): TallyError {
  const words = field === undefined ? detail : `${field}: ${detail}`;
  if (!isErrorCode(code)) return new TallyError('server_answer_malformed', { detail: `${words} (${code})` });
  return new TallyError(code, { detail: words, ...(field === undefined ? {} : { field }) });
}

export function operatorKeyOf(io: CommandIo): string {
  const key = io.env['TALLY_OPERATOR_KEY']?.trim() ?? '';
  if (key !== '') return key;
  throw argumentsWrong('Set TALLY_OPERATOR_KEY to the operator’s key.');
}
