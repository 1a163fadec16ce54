import type { IntegrityRule } from '../checks/integrity-rule.ts';

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

/** The transfers that gave money back, for the rule about entries: each refund, and what a reversal left to give. */
const givenBack = `
    SELECT refund.bucket, payment.account_id, payment.merchant_id, payment.currency, refund.transfer_id, -refund.amount
      FROM platform.refunds AS refund JOIN platform.payments AS payment USING (bucket, merchant_id, payment_id)
    UNION ALL
    SELECT payment.bucket, account_id, merchant_id, currency, refund_transfer_id, coalesce(parts.total, 0) - refunded
      FROM platform.payments AS payment
      LEFT JOIN (SELECT bucket, merchant_id, payment_id, sum(amount)::bigint AS total FROM platform.refunds
        GROUP BY bucket, merchant_id, payment_id) AS parts USING (bucket, merchant_id, payment_id)
      WHERE refund_transfer_id IS NOT NULL`;

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

/** Two decisions on one transfer would share its entries, and each would find them right. */
const transferUsedTwice = `
  SELECT bucket, transfer_id::text AS subject, 'one decision' AS expected, count(*) || ' decisions' AS found
  FROM (
    SELECT bucket, transfer_id FROM platform.payments WHERE transfer_id IS NOT NULL
    UNION ALL
    SELECT bucket, refund_transfer_id FROM platform.payments WHERE refund_transfer_id IS NOT NULL
    UNION ALL
    SELECT bucket, transfer_id FROM platform.refunds
    UNION ALL
    SELECT bucket, transfer_id FROM platform.top_ups
  ) AS decided
  GROUP BY bucket, transfer_id HAVING count(*) > 1`;

/** What a payment says went back is the sum of its refunds; once it is reversed, it is all of it. */
const refundedNotSum = `
  SELECT payment.bucket, merchant_id::text || ' payment ' || payment_id AS subject,
    CASE WHEN refund_transfer_id IS NULL THEN coalesce(parts.total, 0) ELSE payment.amount END::text AS expected,
    refunded::text AS found
  FROM platform.payments AS payment
  LEFT JOIN (SELECT bucket, merchant_id, payment_id, sum(amount) AS total FROM platform.refunds
    GROUP BY bucket, merchant_id, payment_id) AS parts USING (bucket, merchant_id, payment_id)
  WHERE refunded <> CASE WHEN refund_transfer_id IS NULL THEN coalesce(parts.total, 0) ELSE payment.amount END`;

/**
 * What an order says is paid is the sum of its approved payments that were not reversed, and what it says is reserved is
 * the sum of its open ones. They lie in the buckets of their payers, and the order in one of its own.
 */
const orderNotSum = `
  WITH counted AS (
    SELECT merchant_id, order_reference,
      coalesce(sum(amount) FILTER (WHERE outcome = 'approved' AND refund_transfer_id IS NULL), 0) AS paid,
      coalesce(sum(amount) FILTER (WHERE state = 'open'), 0) AS reserved
    FROM platform.payments WHERE order_reference IS NOT NULL GROUP BY merchant_id, order_reference
  )
  SELECT coalesce(stored.bucket, 0) AS bucket, merchant_id::text || ' order ' || order_reference AS subject,
    coalesce(counted.paid, 0) || ' paid, ' || coalesce(counted.reserved, 0) || ' reserved' AS expected,
    coalesce(stored.paid || ' paid, ' || stored.reserved || ' reserved', 'no order') AS found
  FROM counted FULL JOIN platform.orders AS stored USING (merchant_id, order_reference)
  WHERE stored.paid IS DISTINCT FROM coalesce(counted.paid, 0)
    OR stored.reserved IS DISTINCT FROM coalesce(counted.reserved, 0)`;

/** What must hold of the ledger at every moment (docs/ARCHITECTURE.md, “What always holds”). A new rule is one entry. */
export const ledgerRules: readonly IntegrityRule[] = [
  {
    name: 'transfer_not_zero',
    says: 'The entries of every transfer sum to zero, in each currency.',
    table: 'platform.entries',
    query: transferNotZero,
  },
  {
    name: 'balance_not_sum',
    says: 'Every balance is the sum of its entries.',
    table: 'platform.accounts',
    query: balanceNotSum,
  },
  {
    name: 'below_floor',
    says: 'No account is below its floor, and every payer has one.',
    table: 'platform.accounts',
    query: belowFloor,
  },
  {
    name: 'entry_not_as_decided',
    says: 'Every payment, refund and top-up has exactly its entries, and there is no entry besides.',
    table: 'platform.entries',
    query: entryNotAsDecided,
  },
  {
    name: 'transfer_used_twice',
    says: 'No two decisions share a transfer.',
    table: 'platform.payments',
    query: transferUsedTwice,
  },
  {
    name: 'refunded_not_sum',
    says: 'What a payment says went back is the sum of its refunds, and all of it once it is reversed.',
    table: 'platform.payments',
    query: refundedNotSum,
  },
  {
    name: 'order_not_sum',
    says: 'What an order says is paid and reserved is the sum of its payments.',
    table: 'platform.orders',
    query: orderNotSum,
  },
];
