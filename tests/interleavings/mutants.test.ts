import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { openTestShop, type TestShop } from '../payments/test-shop.ts';
import type { Rewriting } from './gate/rewrite-statement.ts';
import { openInterleavings, type Meeting } from './payments/open-interleavings.ts';

/**
 * The guards taken away, one by one, on the wire to PostgreSQL: a test that was never seen to fail is no evidence. Where two
 * guards stand, each alone is enough, and without both it is red.
 */
let shop: TestShop;

before(async () => {
  shop = await openTestShop();
});

after(() => shop.close());

/** The fence: a payment moves on only what is still open for the same request. */
const withoutFence: Rewriting = {
  statement: 'platform.move_on_payments:counted',
  from: `AND payment.state <> 'final' AND payment.request_hash = decided.request_hash`,
  to: '',
};
/** A payment that takes its id to be new must fail where it is not (docs/adr/0013). */
const withoutFailingInsert: Rewriting = {
  statement: 'platform.insert_payments',
  from: 'AS decided',
  to: `AS decided ON CONFLICT (bucket, merchant_id, payment_id) DO UPDATE
    SET outcome = EXCLUDED.outcome, error_code = EXCLUDED.error_code, account_id = EXCLUDED.account_id,
      transfer_id = EXCLUDED.transfer_id`,
};
const withoutOpenState: Rewriting = {
  statement: 'platform.close_payment:counted',
  from: `AND state <> 'final'`,
  to: '',
};
const withoutCountOfTombstones: Rewriting = {
  statement: 'platform.insert_tombstone:counted',
  from: 'WHEN count(*) = $7::bigint',
  to: 'WHEN count(*) <= $7::bigint',
};
const withoutAccountLock: Rewriting = {
  statement: 'platform.lock_payer_accounts',
  from: ' FOR UPDATE',
  to: '',
};
const withoutRefundedBefore: Rewriting = {
  statement: 'platform.give_back_payment:counted',
  from: 'AND refunded = $10',
  to: 'AND $10::bigint >= 0',
};
const withoutCredentialLock: Rewriting = {
  statement: 'authentication.lock_credentials',
  from: ' FOR UPDATE',
  to: '',
};
const withoutConditionalBurn: Rewriting = {
  statement: 'authentication.burn_steps:counted',
  from: 'AND credential.last_accepted_step = burn.previous_step',
  to: '',
};

interface Mutant {
  readonly name: string;
  readonly without: readonly Rewriting[];
  readonly meeting: Omit<Meeting, 'hasOrder'>;
  /** What some of its schedules end in; undefined where another guard holds. */
  readonly wrong?: RegExp;
}

const payAndReverse = { start: 'never_seen', operations: ['pay', 'reverse'] } as const;
const payAndClose = { start: 'open', operations: ['pay', 'close'] } as const;
const payAndEnd = { start: 'open', operations: ['pay', 'end_abandoned'] } as const;
const twoRefunds = { start: 'approved', operations: ['refund', 'other_refund'] } as const;
const refundAndReverse = { start: 'approved', operations: ['reverse', 'refund'] } as const;
const twoScans = { start: 'never_seen', operations: ['pay', 'second_scan'] } as const;

const mutants: readonly Mutant[] = [
  {
    name: 'where a new payment may overwrite, a reversal says that it closed what is paid',
    without: [withoutFailingInsert],
    meeting: payAndReverse,
    wrong: /reverse said never_seen, and yet approved/,
  },
  {
    name: 'without the fence an open payment is closed and yet paid',
    without: [withoutFence],
    meeting: payAndClose,
    wrong: /close said closed, and yet approved/,
  },
  {
    name: 'without the state in its condition a closing undoes what is paid',
    without: [withoutOpenState],
    meeting: payAndClose,
    wrong: /first approved .*, then declined/,
  },
  {
    name: 'without the state in its condition housekeeping undoes what is paid',
    without: [withoutOpenState],
    meeting: payAndEnd,
    wrong: /first approved .*, then declined/,
  },
  {
    name: 'without the count of its rows a tombstone that is none is told as one',
    without: [withoutCountOfTombstones],
    meeting: payAndReverse,
    wrong: /reverse said never_seen, and yet approved/,
  },
  {
    name: 'without the lock of the account the condition still keeps two refunds apart',
    without: [withoutAccountLock],
    meeting: twoRefunds,
  },
  {
    name: 'without the condition the lock of the account still keeps two refunds apart',
    without: [withoutRefundedBefore],
    meeting: twoRefunds,
  },
  {
    name: 'without both more goes back than was paid',
    without: [withoutAccountLock, withoutRefundedBefore],
    meeting: refundAndReverse,
    wrong: /the payer has \d+ in place of \d+/,
  },
  {
    name: 'without the lock of the credential the condition still lets one scan through',
    without: [withoutCredentialLock],
    meeting: twoScans,
  },
  {
    name: 'without the condition the lock of the credential still lets one scan through',
    without: [withoutConditionalBurn],
    meeting: twoScans,
  },
  {
    name: 'without both one code pays twice',
    without: [withoutCredentialLock, withoutConditionalBurn],
    meeting: twoScans,
    wrong: /one code has paid twice/,
  },
];

for (const { name, without, meeting, wrong } of mutants) {
  void test(name, async (t) => {
    const interleavings = await openInterleavings(shop, 2, { grain: 'round_trip', rewritings: without });
    try {
      const { schedules, wrongs } = await interleavings.explore({ ...meeting, hasOrder: false });
      interleavings.assertRewritten();
      const seen = wrongs.filter((each) => wrong?.test(each));
      t.diagnostic(`${seen.length} of ${schedules} schedules end wrong`);
      if (wrong === undefined) assert.deepEqual(wrongs, []);
      else assert.ok(seen.length > 0, wrongs.join('\n'));
    } finally {
      await interleavings.close();
    }
  });
}
