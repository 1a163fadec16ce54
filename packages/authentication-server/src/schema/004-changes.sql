-- As platform.changes, for an authentication server apart: what people change by their own decision. Rows are only ever added.
CREATE TABLE authentication.changes (
  change_id uuid PRIMARY KEY,
  changed_at timestamptz NOT NULL,
  actor text NOT NULL,
  action text NOT NULL,
  object text NOT NULL,
  before jsonb,
  after jsonb,
  reason text,
  request_id text
);

-- As platform.clock_mark.
ALTER TABLE authentication.clock_mark ADD COLUMN accepted_change_id uuid;
