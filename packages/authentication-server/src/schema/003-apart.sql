-- For an authentication server that is a server of its own, with a database of its own (docs/adr/0010).

-- The request that the verdict was made for: the same claim with another request gets none. Null where the verdict was made
-- inside the platform’s transaction, whose own row has it.
ALTER TABLE authentication.verdicts ADD COLUMN request_hash bytea;

-- The highest time this server has worked at: a clock behind it was set back. Empty where the platform keeps that.
CREATE TABLE authentication.clock_mark (
  singleton boolean PRIMARY KEY DEFAULT true CHECK (singleton),
  high_water timestamptz NOT NULL
);
