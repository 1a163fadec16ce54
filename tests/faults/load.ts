import type { Order, OutcomeBody, TillRequests } from './till-requests.ts';

/** What the tills know after a load that something interrupted. */
export interface LoadResult {
  /** The orders whose outcome a till has got, and that outcome. */
  readonly acknowledged: ReadonlyMap<Order, OutcomeBody>;
  /** Sent, and no outcome came back: the money may have moved or not. */
  readonly lost: readonly Order[];
  readonly unsent: readonly Order[];
}

const tillsAtOnce = 16;

/**
 * Pays the orders, sixteen at once. A till whose answer is lost stops.
 *
 * @param onAcknowledged told how many outcomes have come so far.
 */
export async function payUnderLoad(
  till: TillRequests,
  orders: readonly Order[],
  onAcknowledged: (count: number) => void,
): Promise<LoadResult> {
  const unsent = [...orders];
  const acknowledged = new Map<Order, OutcomeBody>();
  const lost: Order[] = [];

  async function payUntilLost(): Promise<void> {
    for (let order = unsent.shift(); order !== undefined; order = unsent.shift()) {
      const outcome = await till.pay(order);
      if (outcome === undefined) {
        lost.push(order);
        return;
      }
      acknowledged.set(order, outcome);
      onAcknowledged(acknowledged.size);
    }
  }
  await Promise.all(Array.from({ length: tillsAtOnce }, payUntilLost));
  return { acknowledged, lost, unsent };
}
