import type { Database } from '@tallystick/postgres';

/** Rows of sound payments in bulk: each by a payer of its own thousand, a tenth of them reversed. */
export async function insertManyPayments(database: Database, count: number): Promise<void> {
  const text = `
    INSERT INTO platform.merchants SELECT ${merchant}, operator_id, 'Many', now() FROM platform.operators;
    INSERT INTO platform.tills SELECT gen_random_uuid(), ${merchant}, operator_id, 77, 'Till', 'many', now()
      FROM platform.operators;
    INSERT INTO platform.accounts (bucket, account_id, shard, kind, merchant_id, name, currency, created_at)
      VALUES (0, ${clearing}, 0, 'clearing', ${merchant}, 'Many', 'EUR', now());
    INSERT INTO platform.accounts (bucket, account_id, shard, kind, name, currency, floor, created_at)
      SELECT 0, ${id('a', 'number')}, 0, 'payer', 'Payer', 'EUR', -1000000000, now() FROM generate_series(0, 999) AS number;
    INSERT INTO authentication.credentials
      (bucket, credential_number, account_id, kind, alias_key_id, sealing_key_id, sealed_leaves, created_at)
      SELECT 0, number, ${id('a', 'number')}, 'time', 0, 'none', '', now() FROM generate_series(0, 999) AS number;
    INSERT INTO platform.payments (bucket, merchant_id, payment_id, request_hash, state, outcome, till_number, amount,
      currency, refunded, account_id, transfer_id, receipt_number, receipt_tag, claimed_at, decided_at,
      refund_transfer_id, refunded_at)
      SELECT 0, ${merchant}, 'M' || number, '', 'final', 'approved', 77, 450, 'EUR', ${reversed('450', '0')},
        ${id('a', 'number % 1000')}, ${id('b', 'number')}, ${reversed('1', '0')}, 'tag', now(), now(),
        ${reversed(id('c', 'number'), 'NULL')}, ${reversed('now()', 'NULL')}
      FROM generate_series(1, ${count}) AS number;
    INSERT INTO authentication.verdicts
      SELECT 0, ${merchant}, 'M' || number, 'genuine', number % 1000, number, 0, '00000000', now()
      FROM generate_series(1, ${count}) AS number;
    INSERT INTO platform.entries
      SELECT 0, account_id, transfer_id, -amount, now() FROM platform.payments WHERE merchant_id = ${merchant}
      UNION ALL SELECT 0, ${clearing}, transfer_id, amount, now() FROM platform.payments WHERE merchant_id = ${merchant}
      UNION ALL SELECT 0, account_id, refund_transfer_id, refunded, now() FROM platform.payments
        WHERE merchant_id = ${merchant} AND refunded > 0
      UNION ALL SELECT 0, ${clearing}, refund_transfer_id, -refunded, now() FROM platform.payments
        WHERE merchant_id = ${merchant} AND refunded > 0;
    UPDATE platform.accounts AS account SET balance = total
      FROM (SELECT account_id, sum(amount) AS total FROM platform.entries GROUP BY account_id) AS entries
      WHERE entries.account_id = account.account_id;
    UPDATE authentication.credentials AS credential SET last_accepted_step = step
      FROM (SELECT credential_number, max(step) AS step FROM authentication.verdicts GROUP BY credential_number) AS last
      WHERE last.credential_number = credential.credential_number`;
  await database.transaction((transaction) => transaction.read({ name: '', text, values: [] }), {
    statementTimeoutMs: 600_000,
  });
}

const merchant = `'01900000-0000-7000-8000-00000000beef'::uuid`;
const clearing = `'01900000-0000-7000-8000-00000000c1ea'::uuid`;

function id(kind: string, number: string): string {
  return `('01900000-0000-7000-8${kind.padStart(3, '0')}-' || lpad(to_hex(${number}), 12, '0'))::uuid`;
}

function reversed(yes: string, no: string): string {
  return `CASE WHEN number % 10 = 0 THEN ${yes} ELSE ${no} END`;
}
