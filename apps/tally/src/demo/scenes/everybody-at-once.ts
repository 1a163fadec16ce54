import { charge, wordsOf } from '../charge.ts';
import { tillAt, type Market } from '../market.ts';
import { offerCode } from '../market-payer.ts';
import { marketCurrency } from '../operator-desk.ts';
import { regulars } from './ordinary-customers.ts';

/** The regulars come back, all of them in the same moment; then one code is fired from every till at once. */
export async function everybodyAtOnce(market: Market): Promise<void> {
  market.story.chapter('Half past nine. Everybody comes back at once: each payment stands alone.');
  const people = market.everybody().filter(({ name }) => regulars.includes(name));
  const codes = await Promise.all(people.map(({ terminal }) => offerCode(terminal)));
  await Promise.all(
    people.map((payer, index) =>
      charge(market, {
        till: tillAt(market, index),
        payer,
        minorUnits: 150n + 10n * BigInt(index),
        code: codes[index] ?? '',
        expected: 'approved',
        why: 'the same moment',
      }),
    ),
  );
  await oneCodeAtEveryTill(market);
}

/** Which till wins is not known before, so the story looks at all answers together. */
async function oneCodeAtEveryTill({ story, welcome, tills }: Market): Promise<void> {
  story.chapter('Kira’s screen was photographed: one code, at every till in the same moment.');
  const payer = await welcome({ name: 'Kira', minorUnits: 5_000n });
  const code = await offerCode(payer.terminal);
  const amount = { minorUnits: 990n, currency: marketCurrency };
  const results = await Promise.all(tills.map(({ terminal }) => terminal.pay({ code, amount })));
  const words = results.map(wordsOf);
  const isOnlyOne = words.filter((word) => word === 'approved').length === 1;
  for (const [index, till] of tills.entries()) {
    const happened = words[index] ?? '';
    const expected = happened === 'approved' && isOnlyOne ? 'approved' : 'declined: code_used';
    const why = happened === 'approved' ? 'the first to burn the step' : 'the step was burnt already';
    story.payment({ till: till.label, payer: payer.name, amount, happened, expected, why });
    if (happened === 'approved') payer.reckonsWith -= amount.minorUnits;
  }
  story.holds('One of them was approved, the others moved nothing.', isOnlyOne);
}
