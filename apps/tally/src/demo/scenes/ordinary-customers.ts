import { randomUUID } from 'node:crypto';
import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { paycodeOfTexts } from '@tallystick/cashier-terminal';
import { readPictureFile } from '@tallystick/cashier-terminal/node';
import { paycodePicture, pngPicture } from '@tallystick/payer-terminal';
import { charge } from '../charge.ts';
import { scanReceipt, typeDigits } from '../check-confirmation.ts';
import { tillAt, type Market } from '../market.ts';
import { offerCode, type MarketPayer } from '../market-payer.ts';
import type { MarketTill } from '../market-till.ts';

export const regulars = ['Ada', 'Bela', 'Cem', 'Dora', 'Elif', 'Finn', 'Gita', 'Hugo', 'Ines', 'Jack'];

const purse = 5_000n;
const modulePixels = 3;

/** Ten people who do what they came for. Every second shows a picture to the camera, the others are scanned as digits. */
export async function ordinaryCustomers(market: Market): Promise<void> {
  market.story.chapter('Nine o’clock. The first customers; their terminals have no network.');
  for (const [index, name] of regulars.entries()) {
    const payer = await market.welcome({ name, minorUnits: purse });
    const till = tillAt(market, index);
    const minorUnits = 320n + 45n * BigInt(index);
    await (index % 2 === 0
      ? payByPicture(market, till, payer, minorUnits)
      : payByDigits(market, till, payer, minorUnits));
  }
}

async function payByPicture(
  market: Market,
  till: MarketTill,
  payer: MarketPayer,
  minorUnits: bigint,
): Promise<void> {
  const screen = path.join(market.folder, `${randomUUID()}.png`);
  const picture = pngPicture(paycodePicture(await offerCode(payer.terminal)), modulePixels);
  await writeFile(screen, picture, { mode: 0o600 });

  const texts = await market.readPicture(await readPictureFile(screen));
  const code = paycodeOfTexts(texts, till.identity.issuerPrefix);
  const why = 'by picture; receipt scanned';
  const result = await charge(market, { till, payer, minorUnits, code, expected: 'approved', why });
  await expectProof(market, payer, scanReceipt(payer, result));
}

async function payByDigits(
  market: Market,
  till: MarketTill,
  payer: MarketPayer,
  minorUnits: bigint,
): Promise<void> {
  const code = await offerCode(payer.terminal);
  const why = 'by scanner; digits typed';
  const result = await charge(market, { till, payer, minorUnits, code, expected: 'approved', why });
  await expectProof(market, payer, typeDigits(payer, result));
}

/** Silent where all is well: ten times the same sentence would hide the others. */
async function expectProof(market: Market, payer: MarketPayer, proof: Promise<string>): Promise<void> {
  const proved = await proof;
  if (proved !== 'approved') market.story.holds(`${payer.name}’s terminal says: ${proved}.`, false);
}
