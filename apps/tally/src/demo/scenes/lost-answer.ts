import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { drawQrLines, printReceipt, type PaymentResult } from '@tallystick/cashier-terminal';
import { charge } from '../charge.ts';
import { scanReceipt } from '../check-confirmation.ts';
import { openCuttableConnection } from '../cuttable-connection.ts';
import { tillAt, type Market } from '../market.ts';
import { offerCode } from '../market-payer.ts';
import { openTill, type MarketTill } from '../market-till.ts';

/** The normal accident of a till: the payment was made, and the answer is lost on its way. */
export async function lostAnswer(market: Market): Promise<void> {
  const { story, server, io } = market;
  story.chapter('The wire between the till and the server is cut while the answer is on it.');
  const payer = await market.welcome({ name: 'Sami', minorUnits: 3_000n });
  const wire = await openCuttableConnection(server);
  try {
    const till = await openTill(tillAt(market, 0).key, wire.address, io);
    const code = await offerCode(payer.terminal);
    wire.cutNextAnswer();
    const result = await charge(market, {
      till,
      payer,
      minorUnits: 1_240n,
      code,
      expected: 'approved',
      why: 'The till did not know whether it was paid, so it asked by the id that it had stored before it sent anything.',
    });
    story.holds('The connection was really cut, once; Sami paid once.', wire.cutCount() === 1);
    const proved = await scanReceipt(payer, result);
    story.holds(`Sami’s terminal has checked the receipt, offline: ${proved}.`, proved === 'approved');
    if (result !== undefined) await keepReceipt(market, till, result);
  } finally {
    await wire.close();
  }
}

/** The receipt as the till prints it, with the confirmation as a QR code. */
async function keepReceipt(
  { receiptFile, story, io }: Market,
  till: MarketTill,
  result: PaymentResult,
): Promise<void> {
  const nowMs = io.clock.nowMs();
  const receipt = printReceipt(result, { till: till.identity, amount: null, nowMs, drawQr: drawQrLines });
  await mkdir(path.dirname(receiptFile), { recursive: true });
  await writeFile(receiptFile, receipt, { mode: 0o600 });
  story.holds(`His receipt is saved in ${receiptFile}.`, true);
}
