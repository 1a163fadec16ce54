-- Orders: what a merchant’s reference stands for is paid once, by one payment or by several that add up to its total.
-- A row on which nothing is reserved or paid is as good as none: the next payment fixes currency and total anew.
CREATE TABLE platform.orders (
  bucket smallint NOT NULL,
  merchant_id uuid NOT NULL,
  order_reference text NOT NULL,
  currency char(3) NOT NULL,
  total bigint NOT NULL,
  -- Held by payments that have no outcome yet.
  reserved bigint NOT NULL DEFAULT 0,
  -- Of approved payments that were not reversed; a refund does not make an order payable again.
  paid bigint NOT NULL DEFAULT 0,
  -- The payment that was approved last; where the order is paid whole, the one that did it.
  paid_by text,
  created_at timestamptz NOT NULL,
  PRIMARY KEY (bucket, merchant_id, order_reference),
  CONSTRAINT orders_room CHECK (reserved >= 0 AND paid >= 0 AND reserved + paid <= total)
) WITH (fillfactor = 70);

ALTER TABLE platform.payments
  ADD COLUMN order_reference text,
  -- The payment that stands in the way of this one: of a decline `order_already_paid` or `duplicate_suspected`.
  ADD COLUMN earlier_payment_id text;
