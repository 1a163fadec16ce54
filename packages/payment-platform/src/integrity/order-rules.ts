/**
 * What an order says is paid is the sum of its approved payments that were not reversed, and what it says is reserved is
 * the sum of its open ones. They lie in the buckets of their payers, and the order in one of its own.
 */
export const orderNotSum = `
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
