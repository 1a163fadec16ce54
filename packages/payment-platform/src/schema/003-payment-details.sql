-- What a till says about a payment for its merchant’s own books: place of sale, cashier, free metadata. Decides nothing,
-- and is kept as long as the payment. Null where nothing was said, so that an ordinary row is not longer for it.
ALTER TABLE platform.payments ADD COLUMN details jsonb;
