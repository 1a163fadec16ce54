import { TallyError, type MoneyJson } from '@tallystick/foundation';
import type { CommandIo } from '../output/command-io.ts';
import { ask, type AskValues } from './ask.ts';
import { post } from './send-operator-request.ts';

/**
 * `tally operator top-up`: where no answer came, the sentence names the id by which the same top-up can be asked for again.
 *
 * @throws TallyError `change_unknown`, or the server’s refusal.
 */
export async function topUp(
  {
    accountId,
    topUpId,
    amount,
  }: { readonly accountId: string; readonly topUpId: string; readonly amount: MoneyJson },
  values: AskValues,
  io: CommandIo,
): Promise<number> {
  try {
    const path = `v1/accounts/${encodeURIComponent(accountId)}/top-ups`;
    return await ask(post(path, { topUpId, amount }), values, io);
  } catch (cause) {
    if (!(cause instanceof TallyError) || cause.code !== 'change_unknown') throw cause;
    const detail = `Whether the money was booked is not known. Give the same command again with --id ${topUpId}; it books once.`;
    throw new TallyError('change_unknown', { detail, cause });
  }
}
