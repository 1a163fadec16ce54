-- Payments whose codes are being verified by an authentication server apart (docs/adr/0010), so that a second scan in the
-- meantime is noticed where no order is named. Empty where the codes are verified in the platform’s own transaction. Holds
-- aliases, as recent_payments does; rows are deleted after some minutes.
CREATE TABLE platform.payments_in_work (
  bucket smallint NOT NULL,
  till_number integer NOT NULL,
  alias text NOT NULL,
  currency char(3) NOT NULL,
  amount bigint NOT NULL,
  payment_id text NOT NULL,
  claimed_at timestamptz NOT NULL,
  PRIMARY KEY (bucket, till_number, alias, currency, amount)
) WITH (fillfactor = 70);
