-- What people change by their own decision: rows are only ever added, in the commit of the change that they tell of.
CREATE TABLE platform.changes (
  change_id uuid PRIMARY KEY,
  changed_at timestamptz NOT NULL,
  -- Who: `user:NAME@HOST` for a person at the machine, `operator:ID` for one with a key.
  actor text NOT NULL,
  -- What was done, such as `clock.accept`, and to what.
  action text NOT NULL,
  object text NOT NULL,
  before jsonb,
  after jsonb,
  -- In the words of whoever did it.
  reason text,
  -- Of the request that asked for it; null where none did.
  request_id text
);

-- The change by which an operator last took the time for right: servers that run begin anew when they see another one.
ALTER TABLE platform.clock_mark ADD COLUMN accepted_change_id uuid;
