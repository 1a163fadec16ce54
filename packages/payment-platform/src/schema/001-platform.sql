-- Schema of the payment platform. Every table of the money path is keyed by (bucket, id).
CREATE SCHEMA platform;

-- One row: what was fixed when this database was made.
CREATE TABLE platform.installation (
  singleton boolean PRIMARY KEY DEFAULT true CHECK (singleton),
  bucket_count smallint NOT NULL CHECK (bucket_count IN (1, 2, 4, 8, 16, 32, 64)),
  created_at timestamptz NOT NULL
);

-- One row: issuer prefix, signing key and payer accounts belong to one operator, so a second is a second installation.
CREATE TABLE platform.operators (
  operator_id uuid PRIMARY KEY,
  singleton boolean NOT NULL DEFAULT true UNIQUE CHECK (singleton),
  name text NOT NULL,
  created_at timestamptz NOT NULL
);

-- API keys of operators. A key is 256 random bits, so its plain SHA-256 can’t be searched for.
CREATE TABLE platform.operator_keys (
  key_hash bytea PRIMARY KEY,
  operator_id uuid NOT NULL REFERENCES platform.operators,
  created_at timestamptz NOT NULL,
  revoked_at timestamptz
);

CREATE TABLE platform.merchants (
  merchant_id uuid PRIMARY KEY,
  operator_id uuid NOT NULL REFERENCES platform.operators,
  name text NOT NULL,
  created_at timestamptz NOT NULL
);

CREATE TABLE platform.tills (
  till_id uuid PRIMARY KEY,
  merchant_id uuid NOT NULL REFERENCES platform.merchants,
  operator_id uuid NOT NULL REFERENCES platform.operators,
  -- 1 to 8999999; 9000000 and above are challenges.
  till_number integer NOT NULL CHECK (till_number BETWEEN 1 AND 8999999),
  name text NOT NULL,
  key_hash bytea NOT NULL UNIQUE,
  created_at timestamptz NOT NULL,
  revoked_at timestamptz,
  UNIQUE (operator_id, till_number)
);
CREATE INDEX tills_by_merchant ON platform.tills (merchant_id, till_id);

-- Accounts of the ledger. `payer`: a person’s money. `clearing`: what a merchant has earned and not been paid out.
-- `funding`: where money enters and leaves the closed loop; its balance is minus all that is in circulation.
CREATE TABLE platform.accounts (
  bucket smallint NOT NULL,
  -- Its last six bits are the shard, so that the id alone tells the bucket.
  account_id uuid NOT NULL,
  shard smallint NOT NULL CHECK (shard BETWEEN 0 AND 63),
  kind text NOT NULL CHECK (kind IN ('payer', 'clearing', 'funding')),
  -- The merchant of a clearing account; null for the others.
  merchant_id uuid,
  name text NOT NULL,
  currency char(3) NOT NULL,
  balance bigint NOT NULL DEFAULT 0,
  -- The balance never goes below the floor; null where there is none.
  floor bigint,
  created_at timestamptz NOT NULL,
  PRIMARY KEY (bucket, account_id),
  CONSTRAINT accounts_floor CHECK (floor IS NULL OR balance >= floor)
) WITH (fillfactor = 60);
CREATE UNIQUE INDEX accounts_one_clearing ON platform.accounts (bucket, merchant_id, currency) WHERE kind = 'clearing';
CREATE INDEX accounts_payers ON platform.accounts (account_id) WHERE kind = 'payer';
CREATE UNIQUE INDEX accounts_one_funding ON platform.accounts (bucket, currency) WHERE kind = 'funding';

-- Double entry: the entries of one transfer sum to zero, and a balance is the sum of its account’s entries.
CREATE TABLE platform.entries (
  bucket smallint NOT NULL,
  account_id uuid NOT NULL,
  transfer_id uuid NOT NULL,
  amount bigint NOT NULL CHECK (amount <> 0),
  created_at timestamptz NOT NULL,
  PRIMARY KEY (bucket, account_id, transfer_id)
);

CREATE TABLE platform.top_ups (
  bucket smallint NOT NULL,
  account_id uuid NOT NULL,
  top_up_id text NOT NULL,
  transfer_id uuid NOT NULL,
  amount bigint NOT NULL,
  created_at timestamptz NOT NULL,
  PRIMARY KEY (bucket, account_id, top_up_id)
);

-- One row a payment id, for ever. `open`: claimed, no outcome yet. `final`: the outcome stands.
-- A tombstone (reversal before the payment) is a `final` decline `reversed` without a request hash.
CREATE TABLE platform.payments (
  bucket smallint NOT NULL,
  merchant_id uuid NOT NULL,
  payment_id text NOT NULL,
  request_hash bytea,
  state text NOT NULL CHECK (state IN ('open', 'final')),
  outcome text CHECK (outcome IN ('approved', 'declined')),
  error_code text,
  till_number integer NOT NULL,
  amount bigint,
  currency char(3),
  refunded bigint NOT NULL DEFAULT 0,
  account_id uuid,
  transfer_id uuid,
  code_ending char(4),
  -- The confirmation of the outcome as it now stands: receipt number, 128-bit tag, typed digits.
  receipt_number smallint NOT NULL DEFAULT 0,
  receipt_tag bytea,
  typed_confirmation char(8),
  claimed_at timestamptz NOT NULL,
  -- Whole seconds: it is a line of the receipt.
  decided_at timestamptz,
  refund_transfer_id uuid,
  refunded_at timestamptz,
  PRIMARY KEY (bucket, merchant_id, payment_id),
  CONSTRAINT payments_refunded CHECK (refunded BETWEEN 0 AND coalesce(amount, 0)),
  CONSTRAINT payments_final CHECK ((state = 'final') = (outcome IS NOT NULL)),
  CONSTRAINT payments_approved CHECK (outcome <> 'approved' OR (transfer_id IS NOT NULL AND account_id IS NOT NULL))
);

-- The highest time this system has worked at: a clock behind it was set back.
CREATE TABLE platform.clock_mark (
  singleton boolean PRIMARY KEY DEFAULT true CHECK (singleton),
  high_water timestamptz NOT NULL
);
