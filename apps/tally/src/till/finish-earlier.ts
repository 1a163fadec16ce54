import type { PaymentResult } from '@tallystick/cashier-terminal';
import type { TillSession } from './till-session.ts';

/**
 * Ends what earlier commands left open, and shows how it ended; what they could not show is shown as it was, without a
 * question. A result that `show` could not write stays in the journal.
 *
 * @param show Resolves to whether the result was written.
 */
export async function finishEarlier(
  { terminal, unshown }: TillSession,
  show: (result: PaymentResult) => Promise<boolean>,
): Promise<readonly PaymentResult[]> {
  const known = await unshown.results();
  for (const result of known) {
    // A journal that can’t be written shows the result once more, which takes nothing back.
    if (await show(result)) await unshown.forget(result.paymentId).catch(() => undefined);
  }
  const finished = await terminal.finishOpenPayments(async (result) => {
    if (!(await show(result))) await unshown.keep(result);
  });
  return [...known, ...finished];
}
