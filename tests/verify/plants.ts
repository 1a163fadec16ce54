/** One wrong row, as somebody with access to the database could make it, and the checks that have to see it. */
export interface Plant {
  readonly what: string;
  readonly sql: string;
  /** Exactly these. */
  readonly finds: readonly string[];
}

/** A row that stands for many: the first approved payment of the market, and so on. */
const approved = `(SELECT payment_id FROM platform.payments WHERE payment_id = 'approved')`;
const payerOf = `(SELECT account_id FROM platform.payments WHERE payment_id = 'approved')`;
const transferOf = `(SELECT transfer_id FROM platform.payments WHERE payment_id = 'approved')`;
const credentialOf = `(SELECT credential_number FROM authentication.verdicts WHERE payment_id = 'approved')`;
const nobody = `'01900000-0000-7000-8000-00000000dead'::uuid`;

/** At least one for each check; a check without a plant fails the test. */
export const plants: readonly Plant[] = [
  {
    what: 'an entry grows, and the balance with it',
    sql: `UPDATE platform.entries SET amount = amount - 1 WHERE transfer_id = ${transferOf} AND account_id = ${payerOf};
      UPDATE platform.accounts SET balance = balance - 1 WHERE account_id = ${payerOf}`,
    finds: ['transfer_not_zero', 'entry_not_as_decided'],
  },
  {
    what: 'a balance is raised by hand',
    sql: `UPDATE platform.accounts SET balance = balance + 100000 WHERE account_id = ${payerOf}`,
    finds: ['balance_not_sum'],
  },
  {
    what: 'a floor is raised above a balance',
    sql: `ALTER TABLE platform.accounts DROP CONSTRAINT accounts_floor;
      UPDATE platform.accounts SET floor = balance + 1 WHERE account_id = ${payerOf}`,
    finds: ['below_floor'],
  },
  {
    what: 'an approved payment loses its entries',
    sql: `UPDATE platform.accounts AS account SET balance = balance - entry.amount FROM platform.entries AS entry
        WHERE entry.transfer_id = ${transferOf} AND account.account_id = entry.account_id;
      DELETE FROM platform.entries WHERE transfer_id = ${transferOf}`,
    finds: ['entry_not_as_decided'],
  },
  {
    what: 'the amount of a payment is changed after it was booked',
    sql: `UPDATE platform.payments SET amount = amount + 1 WHERE payment_id = ${approved}`,
    finds: ['entry_not_as_decided'],
  },
  {
    what: 'two payments share one transfer',
    sql: `UPDATE platform.accounts AS account SET balance = balance - entry.amount FROM platform.entries AS entry
        JOIN platform.payments USING (transfer_id)
        WHERE payment_id = 'second' AND account.account_id = entry.account_id;
      DELETE FROM platform.entries USING platform.payments AS payment
        WHERE payment_id = 'second' AND entries.transfer_id = payment.transfer_id;
      UPDATE platform.payments SET transfer_id = ${transferOf} WHERE payment_id = 'second'`,
    finds: ['transfer_used_twice'],
  },
  {
    what: 'an approved payment has an error besides',
    sql: `UPDATE platform.payments SET error_code = 'insufficient_funds' WHERE payment_id = ${approved}`,
    finds: ['outcome_incomplete'],
  },
  {
    what: 'an outcome forgets which request it was for',
    sql: `UPDATE platform.payments SET request_hash = NULL WHERE payment_id = 'poor'`,
    finds: ['outcome_incomplete'],
  },
  {
    what: 'more goes back than was paid',
    sql: `ALTER TABLE platform.payments DROP CONSTRAINT payments_refunded;
      UPDATE platform.payments SET refunded = amount + 1 WHERE payment_id = 'reversed'`,
    finds: ['entry_not_as_decided', 'refund_not_within_payment', 'refunded_not_sum'],
  },
  {
    what: 'a payment says that money went back, and no transfer does',
    sql: `UPDATE platform.payments SET refunded = 1, refunded_at = now() WHERE payment_id = ${approved}`,
    finds: ['refunded_not_sum'],
  },
  {
    what: 'a refund is written down and its payment does not know of it',
    sql: `UPDATE platform.payments SET refunded = refunded - 100 WHERE payment_id = 'in_parts'`,
    finds: ['refunded_not_sum'],
  },
  {
    what: 'an order says that more of it is paid than was',
    sql: `UPDATE platform.orders SET paid = paid + 1, total = total + 1`,
    finds: ['order_not_sum'],
  },
  {
    what: 'a payment id has a row in a second bucket',
    sql: `INSERT INTO platform.payments SELECT (jsonb_populate_record(payment, '{"bucket": 1}')).*
      FROM platform.payments AS payment WHERE payment_id = 'never_seen'`,
    finds: ['id_in_two_buckets'],
  },
  {
    what: 'a refund id has a place, and no refund',
    sql: `INSERT INTO platform.places SELECT 0, merchant_id, 'refund', 'never_given', 0, NULL, now()
      FROM platform.payments WHERE payment_id = 'approved'`,
    finds: ['place_wrong'],
  },
  {
    what: 'a reversal forgets when it was',
    sql: `UPDATE platform.payments SET refunded_at = NULL WHERE payment_id = 'reversed'`,
    finds: ['refund_not_within_payment'],
  },
  {
    what: 'a receipt is numbered too low, so that no terminal would take it',
    sql: `UPDATE platform.payments SET receipt_number = 0 WHERE payment_id = 'reversed'`,
    finds: ['receipt_number_wrong'],
  },
  {
    what: 'a payment is moved to a till that there is not',
    sql: `UPDATE platform.payments SET till_number = 8999999 WHERE payment_id = ${approved}`,
    finds: ['payment_of_nobody'],
  },
  {
    what: 'a payment has been open since yesterday',
    sql: `UPDATE platform.payments SET claimed_at = now() - interval '25 hours' WHERE payment_id = 'held'`,
    finds: ['open_for_a_day'],
  },
  {
    what: 'one code pays twice',
    sql: `UPDATE authentication.verdicts AS verdict SET step = first.step FROM authentication.verdicts AS first
      WHERE first.payment_id = 'approved' AND verdict.payment_id = 'second'`,
    finds: ['step_accepted_twice'],
  },
  {
    what: 'a verdict forgets which step it burnt',
    sql: `UPDATE authentication.verdicts SET step = NULL WHERE payment_id = ${approved}`,
    finds: ['burnt_without_step'],
  },
  {
    what: 'a credential is taken back to before its last payment',
    sql: `UPDATE authentication.credentials SET last_accepted_step = -1 WHERE credential_number = ${credentialOf}`,
    finds: ['last_step_behind'],
  },
  {
    what: 'a credential is moved ahead without a payment',
    sql: `UPDATE authentication.credentials SET last_accepted_step = last_accepted_step + 1
      WHERE credential_number = ${credentialOf}`,
    finds: ['last_step_of_no_verdict'],
  },
  {
    what: 'a step is held for one payment and was accepted for another',
    sql: `UPDATE authentication.step_holds AS hold SET credential_number = verdict.credential_number, step = verdict.step
      FROM authentication.verdicts AS verdict WHERE verdict.payment_id = 'approved' AND hold.payment_id = 'held'`,
    finds: ['hold_not_as_verdict'],
  },
  {
    what: 'a step is burnt and no payment has burnt it',
    sql: `UPDATE authentication.step_holds SET step = step + 1000 WHERE payment_id = 'far_ahead'`,
    finds: ['hold_not_as_verdict', 'burnt_ahead_unheld'],
  },
  {
    what: 'the row that refuses a code burnt ahead is gone',
    sql: `DELETE FROM authentication.step_holds WHERE payment_id = 'far_ahead'`,
    finds: ['burnt_ahead_unheld'],
  },
  {
    what: 'an activation was consumed for another account',
    sql: `UPDATE authentication.activations SET account_id = ${nobody} WHERE credential_number = ${credentialOf}`,
    finds: ['activation_without_credential'],
  },
  {
    what: 'an approved payment has no verdict',
    sql: `UPDATE authentication.credentials SET last_accepted_step = -1 WHERE credential_number = (
        SELECT credential_number FROM authentication.verdicts WHERE payment_id = 'early');
      DELETE FROM authentication.step_holds WHERE payment_id = 'early';
      DELETE FROM authentication.verdicts WHERE payment_id = 'early'`,
    finds: ['verdict_not_of_payment'],
  },
  {
    what: 'a genuine code was burnt, and its payment is gone',
    sql: `DELETE FROM platform.payments WHERE payment_id = 'poor'`,
    finds: ['verdict_not_of_payment'],
  },
  {
    what: 'a refused code is told as used',
    sql: `UPDATE platform.payments SET error_code = 'code_used' WHERE payment_id = 'forged'`,
    finds: ['verdict_not_of_payment'],
  },
  {
    what: 'a payment was declined, though its verdict says that the code was genuine and nothing else',
    sql: `UPDATE platform.payments SET error_code = 'code_used' WHERE payment_id = 'poor'`,
    finds: ['verdict_not_of_payment'],
  },
  {
    what: 'a payment charged another account than the code’s',
    sql: `UPDATE platform.payments SET account_id = ${payerOf} WHERE payment_id = 'poor'`,
    finds: ['verdict_not_of_payment'],
  },
  {
    what: 'a replayed code was given a receipt',
    sql: `UPDATE platform.payments SET receipt_tag = 'x' WHERE payment_id = 'replayed'`,
    finds: ['verdict_not_of_payment'],
  },
  {
    what: 'a credential is given to an account that nobody has',
    sql: `UPDATE authentication.credentials SET account_id = ${nobody} WHERE credential_number = (
        SELECT credential_number FROM authentication.activations WHERE account_id = (
          SELECT account_id FROM platform.accounts WHERE kind = 'payer' AND balance = 777));
      UPDATE authentication.activations SET account_id = ${nobody} WHERE account_id = (
        SELECT account_id FROM platform.accounts WHERE kind = 'payer' AND balance = 777)`,
    finds: ['credential_of_no_account'],
  },
];
