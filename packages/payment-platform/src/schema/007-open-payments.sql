-- Payments that wait for an outcome: few, and looked through for those that nobody asks about any more.
CREATE INDEX payments_open ON platform.payments (bucket, claimed_at) WHERE state = 'open';
