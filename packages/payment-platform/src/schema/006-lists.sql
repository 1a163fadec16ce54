-- For the lists of a merchant, newest first. Payments of one merchant are made in the order of time, so that a payment adds to
-- the end of the merchant’s part of the index. Filters by till and outcome are looked at on the way.
--
-- The conditions are always true and stand in the lists’ statements only: without them the planner, on a young table, took
-- these indexes to find one row by its id, and would have walked all of a merchant’s.
CREATE INDEX payments_by_time ON platform.payments (bucket, merchant_id, claimed_at, payment_id)
  WHERE claimed_at > '-infinity';
CREATE INDEX payments_by_order ON platform.payments (bucket, merchant_id, order_reference, claimed_at)
  WHERE order_reference IS NOT NULL;
CREATE INDEX refunds_by_time ON platform.refunds (bucket, merchant_id, created_at, refund_id)
  WHERE created_at > '-infinity';
