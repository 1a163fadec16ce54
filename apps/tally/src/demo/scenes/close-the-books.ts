import { formatMoney } from '@tallystick/foundation';
import { listOf, textOf } from '../../output/answer-fields.ts';
import type { Market } from '../market.ts';
import { marketCurrency } from '../operator-desk.ts';

/** Everybody compares what they reckon with to what the ledger says, and the ledger with itself. */
export async function closeTheBooks(market: Market): Promise<void> {
  const { story } = market;
  story.chapter('Noon. The books are closed.');
  await compareEveryPurse(market);
  await compareTheLedger(market);
  const unexpected = story.unexpectedCount();
  const verdict = unexpected === 0 ? 'all of them as expected' : `${unexpected} things NOT as expected`;
  story.says(`\n${story.paymentCount()} payments and refusals, ${verdict}.`);
}

async function compareEveryPurse({ story, desk, everybody }: Market): Promise<void> {
  let wrong = 0;
  for (const { name, accountId, reckonsWith } of everybody()) {
    const balance = await desk.balanceOf(accountId);
    if (balance === reckonsWith) continue;
    wrong += 1;
    const [says, reckons] = [balance, reckonsWith].map(moneyText);
    story.holds(`The ledger says that ${name} has ${says}, but ${name} reckons with ${reckons}.`, false);
  }
  const count = everybody().length;
  if (wrong === 0) story.holds(`${count} payers reckon with the balances that the ledger has.`, true);
}

async function compareTheLedger({ story, desk }: Market): Promise<void> {
  const ledger = await desk.ledger();
  for (const total of listOf(ledger, 'currencies')) {
    const [entries, balances] = [textOf(total, 'entriesSum'), textOf(total, 'balancesSum')];
    const counts = `${textOf(total, 'entryCount')} entries on ${textOf(total, 'accountCount')} accounts`;
    const sums = `the entries sum to ${entries}, the balances to ${balances}`;
    story.holds(
      `Ledger in ${textOf(total, 'currency')}: ${counts}; ${sums}.`,
      entries === '0' && balances === '0',
    );
  }
  const differences = listOf(ledger, 'differences');
  story.holds(
    differences.length === 0
      ? 'Every transfer sums to zero, every balance is the sum of its entries, no payer is below the floor.'
      : `The ledger breaks its law in ${differences.length} places; tally operator ledger shows them.`,
    differences.length === 0,
  );
}

function moneyText(minorUnits: bigint): string {
  return formatMoney({ minorUnits, currency: marketCurrency });
}
