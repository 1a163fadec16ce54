-- Refunds: parts of approved payments that went back. Each is a transfer of its own and the next receipt of its payment.
-- What a reversal gives back is no refund: its transfer is `refund_transfer_id` of the payment itself.
CREATE TABLE platform.refunds (
  bucket smallint NOT NULL,
  merchant_id uuid NOT NULL,
  refund_id text NOT NULL,
  payment_id text NOT NULL,
  -- 1 to 50: the number of the receipt that confirms it.
  receipt_number smallint NOT NULL CHECK (receipt_number BETWEEN 1 AND 50),
  amount bigint NOT NULL CHECK (amount > 0),
  -- What had gone back of the payment, this refund included: a line of its receipt.
  refunded bigint NOT NULL CHECK (refunded >= amount),
  transfer_id uuid NOT NULL,
  till_number integer NOT NULL,
  receipt_tag bytea,
  created_at timestamptz NOT NULL,
  PRIMARY KEY (bucket, merchant_id, refund_id),
  UNIQUE (bucket, merchant_id, payment_id, receipt_number)
);
