import type { IntegrityRule } from '../checks/integrity-rule.ts';

/** What must hold of payments at every moment, beside the money that they moved. */

const subject = `merchant_id::text || ' payment ' || payment_id`;

/** A decided payment has all that its answer and its receipt are made of; an open one has nothing of it. */
const outcomeIncomplete = `
  SELECT bucket, ${subject} AS subject,
    CASE WHEN state = 'open' THEN 'nothing decided'
      WHEN outcome = 'approved' THEN 'account, transfer, amount, time and request, no error'
      WHEN request_hash IS NULL THEN 'a reversal of what was never seen'
      ELSE 'an error and a time, no transfer' END AS expected,
    concat_ws(', ', state, outcome, error_code, 'account ' || account_id, 'transfer ' || transfer_id,
      'amount ' || amount, 'decided ' || decided_at) AS found
  FROM platform.payments
  WHERE CASE
    WHEN state = 'open' THEN outcome IS NOT NULL OR error_code IS NOT NULL OR account_id IS NOT NULL
      OR transfer_id IS NOT NULL OR decided_at IS NOT NULL OR request_hash IS NULL
    WHEN outcome = 'approved' THEN error_code IS NOT NULL OR account_id IS NULL OR transfer_id IS NULL
      OR amount IS NULL OR currency IS NULL OR decided_at IS NULL OR request_hash IS NULL
    WHEN outcome = 'declined' THEN error_code IS NULL OR transfer_id IS NOT NULL OR decided_at IS NULL
      OR (request_hash IS NULL AND (error_code <> 'reversed' OR amount IS NOT NULL))
    ELSE true END`;

/** Only what was approved goes back, never more than it was, and what went back has its transfer and its time. */
const refundNotWithinPayment = `
  SELECT bucket, ${subject} AS subject, 'at most ' || coalesce(amount, 0) || ' back, of an approved payment' AS expected,
    refunded || ' back, ' || coalesce(outcome, state) || ', transfer ' || coalesce(refund_transfer_id::text, 'none')
      AS found
  FROM platform.payments
  WHERE refunded < 0 OR refunded > coalesce(amount, 0) OR (refunded > 0 AND outcome IS DISTINCT FROM 'approved')
    OR (refund_transfer_id IS NOT NULL AND refunded = 0)
    OR (refunded > 0) <> (refunded_at IS NOT NULL)`;

/** Receipt 0 is the outcome; what went back is the next. A terminal takes a receipt only for one with a lower number. */
const receiptNumberWrong = `
  SELECT payment.bucket, ${subject} AS subject, returns.count::text AS expected, receipt_number::text AS found
  FROM platform.payments AS payment
  LEFT JOIN (SELECT bucket, merchant_id, payment_id, count(*) AS parts FROM platform.refunds
    GROUP BY bucket, merchant_id, payment_id) AS refunds USING (bucket, merchant_id, payment_id)
  CROSS JOIN LATERAL (SELECT coalesce(parts, 0) + (refund_transfer_id IS NOT NULL)::int AS count) AS returns
  WHERE receipt_number <> returns.count`;

const paymentOfNobody = `
  SELECT payment.bucket, payment.merchant_id::text || ' payment ' || payment.payment_id AS subject,
    'a till of a merchant, and a payer’s account in its currency' AS expected,
    concat_ws(', ', CASE WHEN till.till_id IS NULL THEN 'no such till: ' || payment.till_number END,
      CASE WHEN payment.account_id IS NOT NULL AND payer.account_id IS NULL
        THEN 'no such payer: ' || payment.account_id END,
      CASE WHEN payment.outcome = 'approved' AND payer.currency <> payment.currency
        THEN 'an account in ' || payer.currency END) AS found
  FROM platform.payments AS payment
  LEFT JOIN platform.tills AS till ON till.merchant_id = payment.merchant_id AND till.till_number = payment.till_number
  LEFT JOIN platform.accounts AS payer ON payer.bucket = payment.bucket AND payer.account_id = payment.account_id
    AND payer.kind = 'payer'
  WHERE till.till_id IS NULL OR (payment.account_id IS NOT NULL AND payer.account_id IS NULL)
    OR (payment.outcome = 'approved' AND payer.currency <> payment.currency)`;

/** Held codes are decided within a minute; afterwards only a till that has died leaves its payment open. */
const openForADay = `
  SELECT bucket, ${subject} AS subject, 'an outcome within a day' AS expected, 'open since ' || claimed_at AS found
  FROM platform.payments WHERE state = 'open' AND claimed_at < now() - interval '1 day'`;

/** A new rule is one entry, and one plant in all-checks.test.ts that it is seen to find. */
export const paymentRules: readonly IntegrityRule[] = [
  {
    name: 'outcome_incomplete',
    says: 'Every payment id has one whole outcome, or is open and has none.',
    table: 'platform.payments',
    query: outcomeIncomplete,
  },
  {
    name: 'refund_not_within_payment',
    says: 'What went back of a payment is no more than it was, and only approved ones gave back.',
    table: 'platform.payments',
    query: refundNotWithinPayment,
  },
  {
    name: 'receipt_number_wrong',
    says: 'Every payment stands at the receipt that its refunds have led to.',
    table: 'platform.payments',
    query: receiptNumberWrong,
  },
  {
    name: 'payment_of_nobody',
    says: 'Every payment is of a till of its merchant, and of a payer’s account in its currency.',
    table: 'platform.payments',
    query: paymentOfNobody,
  },
  {
    name: 'open_for_a_day',
    says: 'No payment has stayed undecided for a day.',
    isNotice: true,
    table: 'platform.payments',
    query: openForADay,
  },
];
