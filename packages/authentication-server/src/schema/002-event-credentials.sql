-- Devices without a clock (credentials of the kind `event`), limits of single credentials, and several credentials an account.

ALTER TABLE authentication.activations
  -- What becomes of the activation: the kind of its credential, and the credential’s limits.
  ADD COLUMN kind text NOT NULL DEFAULT 'time' CHECK (kind IN ('time', 'event')),
  ADD COLUMN cap bigint CHECK (cap > 0),
  ADD COLUMN uses_per_day smallint CHECK (uses_per_day > 0);
-- How many of an account are open is counted before one more is made.
CREATE INDEX activations_by_account ON authentication.activations (bucket, account_id) WHERE sealed_secrets IS NOT NULL;

ALTER TABLE authentication.credentials
  -- The most that one code may be used for, in minor units of the account’s currency. Handed on with the verdict: what is
  -- paid is not known here.
  ADD COLUMN cap bigint CHECK (cap > 0),
  -- Codes taken in one UTC day, null without a limit; and how many were taken on the last day that had one.
  ADD COLUMN uses_per_day smallint CHECK (uses_per_day > 0),
  ADD COLUMN used_day integer,
  ADD COLUMN used_count smallint NOT NULL DEFAULT 0,
  -- Codes of a device without a clock never expire, so that without limits a lost one would pay for ever.
  ADD CONSTRAINT credentials_event_is_limited CHECK (kind <> 'event' OR (cap IS NOT NULL AND uses_per_day IS NOT NULL));

-- One row an account that was ever given an activation: its lock, under which activations and credentials are counted.
CREATE TABLE authentication.accounts (
  bucket smallint NOT NULL,
  account_id uuid NOT NULL,
  PRIMARY KEY (bucket, account_id)
);

-- What operators did to credentials: rows are only ever added.
CREATE TABLE authentication.credential_changes (
  bucket smallint NOT NULL,
  credential_number bigint NOT NULL,
  change_id uuid NOT NULL,
  state_before text NOT NULL,
  state_after text NOT NULL,
  operator_id uuid NOT NULL,
  changed_at timestamptz NOT NULL,
  PRIMARY KEY (bucket, credential_number, change_id)
);
