import type { MoneyJson } from '@tallystick/foundation';
import fc from 'fast-check';

/**
 * Answers in the shape of the platform’s, whose values go to and beyond what they may be, for laws about what a till does
 * with whatever it is answered. Most values are good, so that many answers are good throughout.
 */
export interface AskedIds {
  readonly paymentId: string;
  readonly refundId?: string;
  readonly amount: MoneyJson;
}

const mostly = <Value>(
  good: fc.Arbitrary<Value>,
  ...others: fc.Arbitrary<unknown>[]
): fc.Arbitrary<unknown> =>
  fc.oneof({ weight: 30, arbitrary: good }, ...others.map((arbitrary) => ({ weight: 1, arbitrary })));

/** The last second that four digits of a year can write, and what comes around the ends of `Date` and of numbers. */
const seconds = mostly(
  fc.oneof(fc.constant(1_790_000_000), fc.constant(0), fc.constant(253_402_300_799), fc.nat()),
  fc.constant(253_402_300_800),
  fc.constant(8_640_000_000_000),
  fc.constant(8_640_000_000_001),
  fc.constant(Number.MAX_SAFE_INTEGER),
  fc.constant(-1),
  fc.constant(1.5),
  fc.constant('2026'),
);
const wideLetter = fc.constant('𐌰');
const name = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 100 }),
  fc.string({ unit: wideLetter, minLength: 40, maxLength: 100 }),
  fc.constant('Baker’s'),
);
const words = fc.oneof(name, fc.string({ unit: 'binary', maxLength: 501 }), fc.constant('\ud800 \u001b[2J'));
const id = mostly(fc.stringMatching(/^[0-9A-Za-z_]{1,32}$/), fc.string({ unit: 'binary', maxLength: 64 }));
const count = mostly(fc.nat({ max: 60 }), fc.maxSafeNat(), fc.constant(Number.MAX_SAFE_INTEGER));
const currency = mostly(fc.constantFrom('EUR', 'JPY', 'KWD'), fc.constantFrom('XXX', '', 'eur'));
const minorUnits = mostly(
  fc.oneof(fc.bigInt({ min: 0n, max: 999_999_999_999n }), fc.constant(450n)).map(String),
  fc.constantFrom('-1', '1.5', '01', '1000000000000', '9'.repeat(40)),
);
const money = mostly(fc.record({ minorUnits, currency }), fc.constant(null));
const confirmation = mostly(
  fc.oneof(
    fc.constant(null),
    fc.record({
      receiptNumber: count,
      qr: mostly(
        fc.oneof(
          fc.base64String({ maxLength: 200 }).map((text) => `TALLY1:R:${text.replaceAll(/[+/=]/g, '_')}A`),
          fc.constant(`TALLY1:R:${'A'.repeat(1991)}`),
        ),
        fc.constant(`TALLY1:R:${'€'.repeat(1990)}`),
        fc.constant('https://x'),
      ),
      typed: fc.constant('12345678'),
    }),
  ),
  fc.constant(7),
);

function refundSummary(amount: fc.Arbitrary<unknown>, refundId = id): fc.Arbitrary<unknown> {
  const most = fc.constant({ minorUnits: '999999999999', currency: 'EUR' });
  return fc.record({
    refundId,
    amount,
    refunded: mostly(most, money),
    receiptNumber: count,
    tillNumber: mostly(fc.constant('0000007'), words),
    refundedAt: seconds,
  });
}

/** An outcome of a payment, approved or declined, with an earlier payment in it or not. */
export function anyOutcome(asked: AskedIds, depth = 1): fc.Arbitrary<object> {
  const { paymentId, amount } = asked;
  const outcome = fc.constantFrom('approved', 'declined');
  const euros = fc.constant({ minorUnits: '100', currency: 'EUR' });
  return outcome.chain((kind) => {
    const isApproved = kind === 'approved';
    const earlier = fc.oneof(
      fc.constant(null),
      id.chain((earlierId) => (depth === 0 ? fc.constant(null) : anyEarlier(String(earlierId)))),
    );
    return fc.record({
      final: fc.constant(true),
      outcome: fc.constant(kind),
      paymentId: fc.constant(paymentId),
      errorCode: isApproved ? fc.constant(null) : fc.constantFrom('code_used', 'reversed', 'new_in_2031'),
      cashierWords: isApproved ? fc.constant(null) : fc.oneof(words, fc.constant(null)),
      amount: isApproved ? mostly(fc.constant(amount), money) : money,
      refunded: mostly(
        fc.constantFrom({ ...amount, minorUnits: '0' }, amount, { ...amount, minorUnits: '1' }),
        money,
      ),
      refunds: fc.oneof(fc.constant([]), fc.array(refundSummary(mostly(euros, money)), { maxLength: 3 })),
      orderReference: fc.oneof(fc.constant(null), mostly(fc.constant('2026/11-0042'), words)),
      earlierPayment: isApproved ? fc.constant(null) : earlier,
      tillNumber: mostly(fc.constant('0000007'), words),
      merchantName: name,
      decidedAt: seconds,
      codeEnding: fc.constantFrom('4711', '', null, '𐌰𐌰', 'ab\n'),
      confirmation,
      details: fc.constant(null),
    });
  });
}

function anyEarlier(paymentId: string): fc.Arbitrary<object> {
  return anyOutcome({ paymentId, amount: { minorUnits: '100', currency: 'EUR' } }, 0);
}

/** The answer of a refund. */
export function anyRefund({ paymentId, refundId = '', amount }: AskedIds): fc.Arbitrary<object> {
  const summary = refundSummary(mostly(fc.constant(amount), money), fc.constant(refundId));
  return fc
    .tuple(summary, confirmation)
    .map(([fields, confirmed]) => Object.assign({ paymentId, confirmation: confirmed }, fields));
}

/** A page of the merchant’s payments. */
export function anyPaymentPage(): fc.Arbitrary<object> {
  const item = fc.record({
    paymentId: id,
    outcome: fc.constantFrom('approved', 'declined', 'pending'),
    errorCode: fc.oneof(fc.constant(null), words),
    amount: money,
    refunded: money,
    tillNumber: mostly(fc.constant('0000007'), words),
    orderReference: fc.oneof(fc.constant(null), words),
    claimedAt: seconds,
  });
  return fc.record({ items: fc.array(item, { maxLength: 3 }), next: fc.constantFrom(null, 'cursor') });
}
