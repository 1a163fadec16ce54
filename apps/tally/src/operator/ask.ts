import { parseServerUrl } from '@tallystick/cashier-terminal';
import { isErrorCode, TallyError } from '@tallystick/foundation';
import { jsonOption, serverOption, type Options } from '../commands/options.ts';
import { argumentsWrong, type Given } from '../commands/read-arguments.ts';
import { serverUrlOf } from '../commands/server-url.ts';
import type { CommandIo } from '../output/command-io.ts';
import { exitCodes } from '../output/exit-codes.ts';
import { reasonNotWritten } from '../output/process-output.ts';
import { writeJson } from '../output/write-json.ts';
import { writeResult } from '../output/write-result.ts';
import { sendOperatorRequest, type OperatorRequest, type Problem } from './send-operator-request.ts';
import { tableOf } from './table.ts';

/** Every command that asks the operator’s API has them. */
export const askOptions = { ...serverOption, ...jsonOption } as const satisfies Options;

export type AskValues = Given<typeof askOptions>['values'];

/** Sends one request with the operator’s key and prints the answer. What was changed stands, printed or not. */
export async function ask(request: OperatorRequest, values: AskValues, io: CommandIo): Promise<number> {
  const body = await askServer(request, operatorKeyOf(io), values, io);
  const write = (): void => writeAnswer(body, values, io);
  if (request.method === 'GET') write();
  else await writeResult(io, { name: 'tally operator', advice: 'it was done all the same.' }, write);
  return exitCodes.done;
}

/**
 * The same for an answer that is shown this once, such as a key: where it can’t be written it is lost, and the command has
 * failed.
 *
 * @param advice Says of the answer what to do then, beginning with a capital letter.
 * @throws TallyError `output_not_written`
 */
export async function askForSecret(
  request: OperatorRequest,
  advice: (answer: object | null) => string,
  values: AskValues,
  io: CommandIo,
): Promise<number> {
  const body = await askServer(request, operatorKeyOf(io), values, io);
  writeAnswer(body, values, io);
  await io.stdout.written?.().catch((error: unknown) => {
    const detail = `It was made and could not be shown (${reasonNotWritten(error)}), and it is shown only once. ${advice(body)}`;
    throw new TallyError('output_not_written', { detail, cause: error });
  });
  return exitCodes.done;
}

function writeAnswer(body: object | null, { json }: AskValues, io: CommandIo): void {
  if (json === true) writeJson(io.stdout, body);
  else io.stdout.write(tableOf(body));
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
