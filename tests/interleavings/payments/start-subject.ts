import assert from 'node:assert/strict';
import type { PaymentRequestJson, RefundRequestJson } from '@tallystick/foundation';
import type { System } from '@tallystick/tally';
import { findAccount } from '@tallystick/payment-platform';
import type { TestPayer, TestShop, TestTill } from '../../payments/test-shop.ts';

/** In which state a payment is when a schedule begins; each with an order reference or without. */
export const starts = ['never_seen', 'open', 'approved'] as const;
export type Start = (typeof starts)[number];

/** One payment that a schedule is about, and what else its operations need. */
export interface Subject {
  readonly start: Start;
  readonly payment: PaymentRequestJson;
  /** The same code under another id. */
  readonly secondScan: PaymentRequestJson;
  readonly refund: RefundRequestJson;
  /** Another one; there is no room for both. */
  readonly otherRefund: RefundRequestJson;
  readonly accountId: string;
  /** Before anything was paid. */
  readonly balanceBefore: bigint;
}

export interface Counter {
  readonly shop: TestShop;
  readonly till: TestTill;
  /** A server that no gate holds up. */
  readonly free: System;
  readonly payer: TestPayer;
  /** One whose clock is so fast that its codes are held until their time has come. */
  readonly fastPayer: TestPayer;
  nextNumber(): number;
}

/** How far a clock is fast whose codes are too early by one or two steps. */
export const fastByMs = 40_000;
/** Later than the minute in which a payment like the one before looks like a second scan. */
const betweenPaymentsMs = 61_000;
const amount = { minorUnits: '450', currency: 'EUR' };
const partAmount = { minorUnits: '300', currency: 'EUR' };

/** Makes a fresh payment in the state where a schedule is to begin. */
export async function startSubject(counter: Counter, start: Start, hasOrder: boolean): Promise<Subject> {
  const { shop, free } = counter;
  const number = counter.nextNumber();
  const payer = start === 'open' ? counter.fastPayer : counter.payer;
  shop.clock.advance(betweenPaymentsMs);
  if (start === 'open') await forgetLearntClocks(shop);
  const code = await payer.nextCode();
  const paymentId = `P${number}`;
  const order = hasOrder ? { order: { reference: `order/${number}` } } : {};
  const subject: Subject = {
    start,
    payment: { paymentId, code, amount, ...order },
    // Without an order another amount, or it would be kept out as a second scan before its code is looked at.
    secondScan: {
      paymentId: `S${number}`,
      code,
      amount: hasOrder ? amount : { ...amount, minorUnits: '451' },
      ...order,
    },
    refund: { refundId: `R${number}`, paymentId, amount: partAmount },
    otherRefund: { refundId: `O${number}`, paymentId, amount: partAmount },
    accountId: payer.accountId,
    balanceBefore: await balanceOf(counter, payer.accountId),
  };
  if (start === 'never_seen') return subject;
  const answer = await free.payments.pay(counter.till.till, subject.payment);
  assert.equal(answer.outcome, start === 'open' ? 'pending' : 'approved');
  if (!answer.final) shop.clock.advance(answer.pollAfterMs);
  return subject;
}

export async function balanceOf({ free }: Pick<Counter, 'free'>, accountId: string): Promise<bigint> {
  return (await findAccount(free.platform, { accountId })).balance.minorUnits;
}

/** What a server has learnt of a clock that is fast makes its codes early no longer. */
async function forgetLearntClocks({ database }: TestShop): Promise<void> {
  const text = `UPDATE authentication.credentials SET recent_offsets = '{}'`;
  await database.query({ name: 'test.forget_learnt_clocks', text, values: [] });
}
