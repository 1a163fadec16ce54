-- In which bucket a payment id or a refund id lives (docs/adr/0012): the bucket of the account that pays. Keyed by a bucket
-- that the id alone tells, so that whoever knows the id finds the place. Stays empty where a database has one bucket.
CREATE TABLE platform.places (
  bucket smallint NOT NULL,
  merchant_id uuid NOT NULL,
  kind text NOT NULL CHECK (kind IN ('payment', 'refund')),
  id text NOT NULL,
  -- Fixed by the first request that named the id.
  place smallint NOT NULL,
  -- Of the payment request that made the place; null where a reversal or a refund did.
  request_hash bytea,
  created_at timestamptz NOT NULL,
  PRIMARY KEY (bucket, merchant_id, kind, id)
);

-- Payers were listed by it across all buckets; each bucket is now asked by its primary key.
DROP INDEX platform.accounts_payers;
