import path from 'node:path';
import { TallyError } from '@tallystick/foundation';
import { fieldOf, listOf, textOf } from '../output/answer-fields.ts';
import type { CommandIo } from '../output/command-io.ts';
import { exitCodes } from '../output/exit-codes.ts';
import { writeJson } from '../output/write-json.ts';
import { writeResult } from '../output/write-result.ts';
import { writePrivateFile } from '../seed/write-private-file.ts';
import { askServer, operatorKeyOf, type AskValues } from './ask.ts';
import { get, post, remove } from './send-operator-request.ts';
import { tableOf } from './table.ts';

type ReplaceValues = AskValues & { readonly file?: string | undefined };

/**
 * `tally operator replace-key`: one key for another. No request both makes and revokes, because its answer may be lost and
 * with it the only key; so the new key is made, kept, and then revokes the old one itself, which proves that it works.
 */
export async function replaceKey(values: ReplaceValues, io: CommandIo): Promise<number> {
  const oldKey = operatorKeyOf(io);
  const oldId = ownKeyId(await askServer(get('v1/operator-keys'), oldKey, values, io));
  const made = await askServer(post('v1/operator-keys'), oldKey, values, io);
  const [keyId, key] = [textOf(made, 'keyId'), textOf(made, 'key')];
  await keep({ keyId, key }, values, io).catch(async (cause: unknown) => {
    throw await withoutNewKey({ keyId, cause }, oldKey, values, io);
  });
  try {
    await askServer(remove(`v1/operator-keys/${oldId}`), key, values, io);
  } catch (cause) {
    const code = cause instanceof TallyError ? cause.code : 'internal_error';
    const state = code === 'change_unknown' ? 'may still work' : 'could not be revoked and still works';
    const detail = `The new key is good, but the old one (${oldId}) ${state}; revoke it with tally operator revoke-key ${oldId}.`;
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
  { file, json }: ReplaceValues,
  io: CommandIo,
): Promise<void> {
  if (file !== undefined)
    await writePrivateFile(path.resolve(file), `${JSON.stringify({ operatorKey: key })}\n`);
  const shown = file === undefined ? { keyId, key } : { keyId, file: path.resolve(file) };
  const write = (): void => {
    if (json === true) writeJson(io.stdout, shown);
    else io.stdout.write(tableOf(shown));
  };
  if (file === undefined) {
    write();
    await io.stdout.written?.();
    return;
  }
  await writeResult(io, { name: 'tally operator', advice: 'the new key is in its file.' }, write);
}

/** A key that could not be kept is taken away again, so that none works that nobody has; the old one stays. */
async function withoutNewKey(
  { keyId, cause }: { readonly keyId: string; readonly cause: unknown },
  oldKey: string,
  values: ReplaceValues,
  io: CommandIo,
): Promise<TallyError> {
  const reason = `The new key could not be ${values.file === undefined ? 'shown' : 'written to its file'}`;
  const isRevoked = await askServer(remove(`v1/operator-keys/${keyId}`), oldKey, values, io).then(
    () => true,
    () => false,
  );
  const end = isRevoked
    ? 'was taken away again'
    : `could not be taken away again: tally operator revoke-key ${keyId}`;
  const detail = `${reason} and ${end}. The old key still works.`;
  return new TallyError('output_not_written', { detail, cause });
}
