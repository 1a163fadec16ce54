import assert from 'node:assert/strict';

/** The totals of one currency in the answer of `GET /v1/ledger`. */
export function totalIn(currency: string, ledger: unknown): unknown {
  assert.ok(typeof ledger === 'object' && ledger !== null && 'currencies' in ledger);
  assert.ok(Array.isArray(ledger.currencies));
  const totals: readonly unknown[] = ledger.currencies;
  return totals.find(
    (total) =>
      typeof total === 'object' && total !== null && 'currency' in total && total.currency === currency,
  );
}
