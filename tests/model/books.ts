import { refusedWords } from './words.ts';

export type Books = ReturnType<typeof createBooks>;

/** What payers and merchants have, by their names, and the top-ups that were booked. */
export function createBooks() {
  const balances = new Map<string, bigint>();
  const topUps = new Map<string, bigint>();

  function balanceOf(name: string): bigint {
    return balances.get(name) ?? 0n;
  }

  function move(from: string, to: string, minorUnits: bigint): void {
    balances.set(from, balanceOf(from) - minorUnits);
    balances.set(to, balanceOf(to) + minorUnits);
  }

  /** The same id with the same amount is booked once; with another it is refused. */
  function topUp(payer: string, topUpId: string, minorUnits: bigint): string {
    const key = `${payer}/${topUpId}`;
    if ((topUps.get(key) ?? minorUnits) !== minorUnits) return refusedWords('top_up_id_reused');
    if (!topUps.has(key)) balances.set(payer, balanceOf(payer) + minorUnits);
    topUps.set(key, minorUnits);
    return `topped up ${minorUnits}`;
  }

  return { balanceOf, move, topUp };
}
