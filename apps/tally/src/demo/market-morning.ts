import type { Market } from './market.ts';
import { closeTheBooks } from './scenes/close-the-books.ts';
import { everybodyAtOnce } from './scenes/everybody-at-once.ts';
import { expiredCode } from './scenes/expired-code.ts';
import { falseReceipt } from './scenes/false-receipt.ts';
import { forgedCode } from './scenes/forged-code.ts';
import { lostAnswer } from './scenes/lost-answer.ts';
import { ordinaryCustomers } from './scenes/ordinary-customers.ts';
import { reversedPayment } from './scenes/reversed-payment.ts';
import { tooPoor } from './scenes/too-poor.ts';
import { usedCode } from './scenes/used-code.ts';

/** A scene brings its own payers, so that it can be read, and told, alone. */
type Scene = (market: Market) => Promise<void>;

const scenes: readonly Scene[] = [
  ordinaryCustomers,
  everybodyAtOnce,
  usedCode,
  forgedCode,
  expiredCode,
  tooPoor,
  reversedPayment,
  falseReceipt,
  lostAnswer,
];

/** The whole morning. Where it is stopped, the books are closed all the same. */
export async function marketMorning(market: Market, signal: AbortSignal): Promise<void> {
  for (const scene of scenes) {
    if (signal.aborted) break;
    await scene(market);
  }
  await closeTheBooks(market);
}
