import { orderNotSum } from './order-rules.ts';
import { givenBack, refundedNotSum } from './refund-rules.ts';

/** What must hold of the ledger at every moment (docs/ARCHITECTURE.md, invariants). */
export interface LedgerRule {
  readonly name:
    | 'transfer_not_zero'
    | 'balance_not_sum'
    | 'below_floor'
    | 'entry_not_as_decided'
    | 'refunded_not_sum'
    | 'order_not_sum';
  /** Gives a row for every violation; one statement, so that it sees one moment while payments go on. */
  readonly query: string;
}

/** The entries of every transfer sum to zero, in each currency. */
const transferNotZero = `
  SELECT entry.bucket, transfer_id::text AS subject, '0' AS expected,
    sum(amount)::text || ' ' || coalesce(currency, 'of no account') AS found
  FROM platform.entries AS entry LEFT JOIN platform.accounts USING (bucket, account_id)
  GROUP BY entry.bucket, transfer_id, currency HAVING sum(amount) <> 0`;

/** Every balance equals the sum of its entries. */
const balanceNotSum = `
  SELECT account.bucket, account.account_id::text AS subject, coalesce(entries.total, 0)::text AS expected,
    balance::text AS found
  FROM platform.accounts AS account
  LEFT JOIN (SELECT bucket, account_id, sum(amount) AS total FROM platform.entries GROUP BY bucket, account_id)
    AS entries USING (bucket, account_id)
  WHERE balance <> coalesce(entries.total, 0)`;

/** No account goes below its floor, and every payer’s account has one. */
const belowFloor = `
  SELECT bucket, account_id::text AS subject, coalesce(floor::text, 'a floor') AS expected, balance::text AS found
  FROM platform.accounts WHERE balance < floor OR (kind = 'payer' AND floor IS NULL)`;

/**
 * Every approved payment, refund, reversal and top-up has exactly its two entries, and there is no entry besides. Also
 * finds money that a declined payment moved, and money that went to another merchant.
 */
const entryNotAsDecided = `
  WITH decided AS (
    SELECT bucket, account_id, merchant_id, currency, transfer_id, amount FROM platform.payments
      WHERE outcome = 'approved'
    UNION ALL
    ${givenBack}
  ), expected AS (
    SELECT bucket, account_id, transfer_id, -amount AS amount FROM decided
    UNION ALL
    SELECT decided.bucket, clearing.account_id, transfer_id, amount FROM decided
      LEFT JOIN platform.accounts AS clearing ON kind = 'clearing' AND clearing.bucket = decided.bucket
        AND clearing.merchant_id = decided.merchant_id AND clearing.currency = decided.currency
    UNION ALL
    SELECT bucket, account_id, transfer_id, amount FROM platform.top_ups
    UNION ALL
    SELECT top_up.bucket, funding.account_id, transfer_id, -amount FROM platform.top_ups AS top_up
      JOIN platform.accounts AS payer USING (bucket, account_id)
      LEFT JOIN platform.accounts AS funding ON funding.kind = 'funding' AND funding.bucket = top_up.bucket
        AND funding.currency = payer.currency
  )
  SELECT bucket, transfer_id::text || ' on account ' || coalesce(account_id::text, 'that does not exist') AS subject,
    coalesce(expected.amount::text, 'no entry') AS expected, coalesce(entry.amount::text, 'no entry') AS found
  FROM platform.entries AS entry
  FULL JOIN expected USING (bucket, account_id, transfer_id)
  WHERE entry.amount IS DISTINCT FROM expected.amount`;

export const ledgerRules: readonly LedgerRule[] = [
  { name: 'transfer_not_zero', query: transferNotZero },
  { name: 'balance_not_sum', query: balanceNotSum },
  { name: 'below_floor', query: belowFloor },
  { name: 'entry_not_as_decided', query: entryNotAsDecided },
  { name: 'refunded_not_sum', query: refundedNotSum },
  { name: 'order_not_sum', query: orderNotSum },
];
