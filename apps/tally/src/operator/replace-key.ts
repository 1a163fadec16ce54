import path from 'node:path';
import { TallyError } from '@tallystick/foundation';
import { fieldOf, listOf, textOf } from '../output/answer-fields.ts';
import type { CommandIo } from '../output/command-io.ts';
import { exitCodes } from '../output/exit-codes.ts';
import { writeJson } from '../output/write-json.ts';
import { writePrivateFile } from '../seed/write-private-file.ts';
import { askServer, operatorKeyOf, type AskValues } from './ask.ts';
import { get, post, remove } from './send-operator-request.ts';
import { tableOf } from './table.ts';

/**
 * `tally operator replace-key`: one key for another. No request both makes and revokes, because its answer may be lost and
 * with it the only key; so the new key is made, kept, and then revokes the old one itself, which proves that it works.
 */
export async function replaceKey(
  values: AskValues & { readonly file?: string | undefined },
  io: CommandIo,
): Promise<number> {
  const oldKey = operatorKeyOf(io);
  const oldId = ownKeyId(await askServer(get('v1/operator-keys'), oldKey, values, io));
  const made = await askServer(post('v1/operator-keys'), oldKey, values, io);
  const [keyId, key] = [textOf(made, 'keyId'), textOf(made, 'key')];
  await keep({ keyId, key }, values, io);
  try {
    await askServer(remove(`v1/operator-keys/${oldId}`), key, values, io);
  } catch (cause) {
    const code = cause instanceof TallyError ? cause.code : 'internal_error';
    const detail = `The new key is good, but the old one (${oldId}) could not be revoked and still works; revoke it with tally operator revoke-key ${oldId}.`;
    throw new TallyError(code, { detail, cause });
  }
  return exitCodes.done;
}

function ownKeyId(answer: unknown): string {
  const own = listOf(answer, 'items').find((item) => fieldOf(item, 'isYours') === true);
  return textOf(own, 'keyId');
}

async function keep(
  { keyId, key }: { readonly keyId: string; readonly key: string },
  { file, json }: AskValues & { readonly file?: string | undefined },
  io: CommandIo,
): Promise<void> {
  if (file !== undefined)
    await writePrivateFile(path.resolve(file), `${JSON.stringify({ operatorKey: key })}\n`);
  const shown = file === undefined ? { keyId, key } : { keyId, file: path.resolve(file) };
  if (json === true) writeJson(io.stdout, shown);
  else io.stdout.write(tableOf(shown));
}
