-- Schema of the authentication server. Every table of the credential path is keyed by (bucket, id).
CREATE SCHEMA authentication;

-- One row a key-encryption key that this database has seen; `proof` is a sealed known text, which shows a wrong key file.
CREATE TABLE authentication.sealing_keys (
  sealing_key_id text PRIMARY KEY,
  proof bytea NOT NULL
);

-- Keys of the FF1 aliases. One is `present`; an `old` one still opens the aliases of credentials that list it.
CREATE TABLE authentication.alias_keys (
  alias_key_id smallint PRIMARY KEY,
  state text NOT NULL CHECK (state IN ('present', 'old')),
  sealing_key_id text NOT NULL REFERENCES authentication.sealing_keys,
  sealed_key bytea NOT NULL
);
CREATE UNIQUE INDEX alias_keys_one_present ON authentication.alias_keys (state) WHERE state = 'present';

-- The operator’s Ed25519 key: signs what payer terminals check offline. The private key is sealed.
CREATE TABLE authentication.signing_keys (
  signing_key_id smallint PRIMARY KEY,
  public_key bytea NOT NULL,
  sealing_key_id text NOT NULL REFERENCES authentication.sealing_keys,
  sealed_key bytea NOT NULL
);

CREATE TABLE authentication.credentials (
  bucket smallint NOT NULL,
  credential_number bigint NOT NULL CHECK (credential_number BETWEEN 0 AND 9999999999),
  account_id uuid NOT NULL,
  kind text NOT NULL CHECK (kind IN ('time', 'event', 'totp', 'hotp')),
  state text NOT NULL DEFAULT 'active' CHECK (state IN ('active', 'locked', 'revoked')),
  alias_key_id smallint NOT NULL,
  old_alias_key_id smallint,
  -- The leaves of DESIGN §3.5 (password, PIN, confirmation, contact: 32 bytes each), AES-256-GCM,
  -- nonce ‖ ciphertext ‖ tag, associated data = credential number.
  sealing_key_id text NOT NULL,
  sealed_leaves bytea NOT NULL,
  -- The activation whose sealed reply is kept until this credential’s first good code.
  activation_id bytea,
  -- The moving factor: step for `time` and `totp`, press number for `event` and `hotp`.
  last_accepted_step bigint NOT NULL DEFAULT -1,
  -- Bit i is set when step (last_accepted_step - i) was accepted: tells a used code from one that merely expired.
  accepted_steps bigint NOT NULL DEFAULT 0,
  -- Offsets (matched step - server’s step) of the last five accepted codes; the highest is the terminal’s clock.
  recent_offsets smallint[] NOT NULL DEFAULT '{}',
  -- The credential axis of the throttle: see src/throttle/credential-throttle.ts.
  throttle jsonb,
  pin_sealed bytea,
  pin_version integer NOT NULL DEFAULT 0,
  pin_failures smallint NOT NULL DEFAULT 0,
  cap_version integer NOT NULL DEFAULT 0,
  created_at timestamptz NOT NULL,
  PRIMARY KEY (bucket, credential_number)
) WITH (fillfactor = 50);
CREATE INDEX credentials_by_account ON authentication.credentials (bucket, account_id);

-- Steps outside the ordinary order: held for a payment that was early, or burnt ahead of the last accepted step.
CREATE TABLE authentication.step_holds (
  bucket smallint NOT NULL,
  credential_number bigint NOT NULL,
  step bigint NOT NULL,
  state text NOT NULL CHECK (state IN ('held', 'burnt')),
  merchant_id uuid NOT NULL,
  payment_id text NOT NULL,
  request_hash bytea NOT NULL,
  created_at timestamptz NOT NULL,
  PRIMARY KEY (bucket, credential_number, step)
);

-- The verdict of every decided claim, for ever: the same claim never gets another.
CREATE TABLE authentication.verdicts (
  bucket smallint NOT NULL,
  merchant_id uuid NOT NULL,
  payment_id text NOT NULL,
  verdict text NOT NULL,
  credential_number bigint,
  step bigint,
  intent smallint NOT NULL,
  question text,
  decided_at timestamptz NOT NULL,
  PRIMARY KEY (bucket, merchant_id, payment_id)
);

CREATE TABLE authentication.activations (
  bucket smallint NOT NULL,
  -- First 16 bytes of SHA-256(`tallystick/activation-id/v1` ‖ code).
  activation_id bytea NOT NULL,
  account_id uuid NOT NULL,
  shard smallint NOT NULL,
  server_key bytea NOT NULL,
  -- Private key and activation code, sealed; destroyed when the activation is consumed, expired or guessed at.
  sealing_key_id text NOT NULL,
  sealed_secrets bytea,
  expires_at timestamptz NOT NULL,
  -- After ten the secrets are destroyed: whoever tries knows the id, but not the code.
  wrong_proofs smallint NOT NULL DEFAULT 0,
  -- Set once, by the terminal whose proof was right.
  terminal_key bytea,
  credential_number bigint,
  server_proof bytea,
  -- Kept until the first good code, at most 7 days. We can’t open it: its key went with the secrets.
  sealed_reply bytea,
  consumed_at timestamptz,
  PRIMARY KEY (bucket, activation_id),
  CONSTRAINT activations_consumed_once CHECK (
    consumed_at IS NULL
    OR (sealed_secrets IS NULL AND terminal_key IS NOT NULL AND credential_number IS NOT NULL AND server_proof IS NOT NULL)
  )
);
