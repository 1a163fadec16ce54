import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { OutcomeJson, ReversalJson } from '@tallystick/foundation';
import fc from 'fast-check';
import { parseOutcome, parsePending, parseReversal } from './payment-answers.ts';

const eur = (minorUnits: string): { minorUnits: string; currency: string } => ({
  minorUnits,
  currency: 'EUR',
});
const asked = { paymentId: 'P1', amount: eur('450') };
const approved: Omit<OutcomeJson, 'details'> = {
  ...{ final: true, outcome: 'approved', paymentId: 'P1', errorCode: null, cashierWords: null },
  ...{
    amount: eur('450'),
    refunded: eur('0'),
    refunds: [],
    orderReference: null,
    earlierPayment: null,
    tillNumber: '0000007',
    merchantName: 'Baker’s',
  },
  ...{ decidedAt: 1_790_000_000, codeEnding: '4711' },
  confirmation: { receiptNumber: 0, qr: 'TALLY1:R:abc', typed: '12345678' },
};
const tombstone: Omit<OutcomeJson, 'details'> = {
  ...approved,
  ...{ outcome: 'declined', errorCode: 'reversed', cashierWords: 'Cancelled.' },
  ...{ amount: null, refunded: null, codeEnding: null, confirmation: null },
};

describe('An outcome is believed', () => {
  it('where it is whole and about the payment that was asked for', () => {
    const { final, ...outcome } = approved;
    assert.equal(final, true);
    assert.deepEqual(parseOutcome(approved, asked), outcome);
    assert.equal(parseOutcome(approved, { paymentId: 'P1', amount: null })?.outcome, 'approved');
    assert.equal(parseOutcome(tombstone, asked)?.errorCode, 'reversed');
  });

  it('where it has fields and error codes that a newer platform brought', () => {
    const newer = { ...tombstone, errorCode: 'pin_wrong', tip: { minorUnits: '1' } };
    assert.equal(parseOutcome(newer, asked)?.errorCode, 'pin_wrong');
  });

  const changes: [string, Record<string, unknown>][] = [
    ['about another payment', { paymentId: 'P2' }],
    ['for another amount', { amount: eur('45') }],
    ['in another currency', { amount: { minorUnits: '450', currency: 'USD' } }],
    ['for no amount', { amount: null }],
    ['refunded above what was paid', { refunded: eur('451') }],
    ['not final', { final: false }],
    ['approved with an error', { errorCode: 'code_used' }],
    ['of a third kind', { outcome: 'maybe' }],
    ['for an amount that is a number', { amount: { minorUnits: 450, currency: 'EUR' } }],
    [
      'confirmed by something else',
      { confirmation: { receiptNumber: 0, qr: 'https://x', typed: '12345678' } },
    ],
    [
      'confirmed by too few digits',
      { confirmation: { receiptNumber: 0, qr: 'TALLY1:R:abc', typed: '1234' } },
    ],
    ['at no time', { decidedAt: '2026' }],
    ['with words without an end', { cashierWords: 'x'.repeat(501) }],
  ];
  for (const [what, change] of changes) {
    it(`never where it is ${what}`, () => {
      assert.equal(parseOutcome({ ...approved, ...change }, asked), undefined);
    });
  }

  it('never where any field is missing', () => {
    for (const field of Object.keys(approved)) {
      const rest = Object.fromEntries(Object.entries(approved).filter(([name]) => name !== field));
      assert.equal(parseOutcome(rest, asked), undefined, field);
    }
  });

  it('never, and without an exception, where it is any other JSON', () => {
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        assert.equal(parseOutcome(value, asked), undefined);
        assert.equal(parseReversal(value, asked), undefined);
        assert.equal(parsePending(value, asked), undefined);
      }),
    );
  });
});

describe('A reversal is confirmed', () => {
  const reversal: ReversalJson = {
    paymentId: 'P1',
    result: 'refunded',
    payment: { ...approved, refunded: eur('450'), details: null },
  };

  it('where all money went back, or none had moved', () => {
    assert.equal(parseReversal(reversal, asked)?.refunded?.minorUnits, '450');
    assert.equal(
      parseReversal({ ...reversal, result: 'never_seen', payment: tombstone }, asked)?.outcome,
      'declined',
    );
  });

  it('never where money stayed with the merchant', () => {
    assert.equal(parseReversal({ ...reversal, payment: approved }, asked), undefined);
    assert.equal(
      parseReversal({ ...reversal, payment: { ...approved, refunded: eur('449') } }, asked),
      undefined,
    );
  });
});

describe('A pending answer', () => {
  const pending = {
    final: false,
    outcome: 'pending',
    paymentId: 'P1',
    errorCode: null,
    cashierWords: '',
    pollAfterMs: 700,
  };

  it('says when to ask again, and whether the code is early', () => {
    assert.deepEqual(parsePending(pending, asked), { kind: 'pending', pollAfterMs: 700, early: false });
    const early = parsePending({ ...pending, errorCode: 'code_early' }, asked);
    assert.deepEqual(early, { kind: 'pending', pollAfterMs: 700, early: true });
  });

  it('is not believed where it is about another payment or names no time', () => {
    assert.equal(parsePending({ ...pending, paymentId: 'P2' }, asked), undefined);
    assert.equal(parsePending({ ...pending, pollAfterMs: -1 }, asked), undefined);
  });
});
