/** How often a credential may be used in a UTC day, and how often it was (DESIGN §3.1: a daily count). */
export interface DailyUses {
  readonly perDay: number;
  /** UTC day number that `count` belongs to; null before the first use. */
  readonly day: number | null;
  readonly count: number;
}

const dayMs = 86_400_000;

/**
 * Counts one use. Undefined where the day’s uses are spent. What is counted are codes that proved genuine, because this
 * server never learns which of them moved money. A day that lies ahead was counted while the clock was ahead, and does
 * not count today: it would keep the payer out until then.
 */
export function countUse(uses: DailyUses, nowMs: number): DailyUses | undefined {
  const day = Math.floor(nowMs / dayMs);
  const countToday = uses.day === day ? uses.count : 0;
  if (countToday >= uses.perDay) return undefined;
  return { ...uses, day, count: countToday + 1 };
}
