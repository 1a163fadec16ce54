-- What was approved within the last minutes, so that a second scan after a lost answer is noticed where no order is named.
-- The only place of the platform that holds an alias; rows are deleted after a minute. Till numbers are unique.
CREATE TABLE platform.recent_payments (
  bucket smallint NOT NULL,
  till_number integer NOT NULL,
  alias text NOT NULL,
  currency char(3) NOT NULL,
  amount bigint NOT NULL,
  payment_id text NOT NULL,
  approved_at timestamptz NOT NULL,
  PRIMARY KEY (bucket, till_number, alias, currency, amount)
) WITH (fillfactor = 70);
