/** The transfers that gave money back, for the rule about entries: each refund, and what a reversal left to give. */
export const givenBack = `
    SELECT refund.bucket, payment.account_id, payment.merchant_id, payment.currency, refund.transfer_id, -refund.amount
      FROM platform.refunds AS refund JOIN platform.payments AS payment USING (bucket, merchant_id, payment_id)
    UNION ALL
    SELECT payment.bucket, account_id, merchant_id, currency, refund_transfer_id, coalesce(parts.total, 0) - refunded
      FROM platform.payments AS payment
      LEFT JOIN (SELECT bucket, merchant_id, payment_id, sum(amount)::bigint AS total FROM platform.refunds
        GROUP BY bucket, merchant_id, payment_id) AS parts USING (bucket, merchant_id, payment_id)
      WHERE refund_transfer_id IS NOT NULL`;

/** What a payment says went back is the sum of its refunds; once it is reversed, it is all of it. */
export const refundedNotSum = `
  SELECT payment.bucket, merchant_id::text || ' payment ' || payment_id AS subject,
    CASE WHEN refund_transfer_id IS NULL THEN coalesce(parts.total, 0) ELSE payment.amount END::text AS expected,
    refunded::text AS found
  FROM platform.payments AS payment
  LEFT JOIN (SELECT bucket, merchant_id, payment_id, sum(amount) AS total FROM platform.refunds
    GROUP BY bucket, merchant_id, payment_id) AS parts USING (bucket, merchant_id, payment_id)
  WHERE refunded <> CASE WHEN refund_transfer_id IS NULL THEN coalesce(parts.total, 0) ELSE payment.amount END`;
