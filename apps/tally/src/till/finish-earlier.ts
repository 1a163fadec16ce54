import type { PaymentResult } from '@tallystick/cashier-terminal';
import { TallyError } from '@tallystick/foundation';
import type { TillSession } from './till-session.ts';

/** Thrown by a `show` whose output can’t be written: the payment stays in the journal, and is shown again later. */
export const notShown = new TallyError('output_not_written');

/**
 * Ends what earlier commands left open, and shows how it ended.
 *
 * @param show Resolves to whether the result was written.
 * @returns what became of each, whether or not it could be shown.
 */
export async function finishEarlier(
  { terminal }: TillSession,
  show: (result: PaymentResult) => Promise<boolean>,
): Promise<readonly PaymentResult[]> {
  const ended: PaymentResult[] = [];
  try {
    await terminal.finishOpenPayments(async (result) => {
      ended.push(result);
      if (!(await show(result))) throw notShown;
    });
  } catch (error) {
    if (error !== notShown) throw error;
  }
  return ended;
}
