import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { PaymentResult } from '../payment-loop/payment-result.ts';
import type { PaymentOutcome } from '../platform-client/platform-answer.ts';
import { drawQrLines } from './qr-lines.ts';
import { printReceipt } from './receipt-print.ts';
import { wrapped } from './text-columns.ts';

const till = {
  tillNumber: '0000007',
  tillName: null,
  merchantName: 'Baker’s',
  issuerPrefix: '83',
  currency: null,
};
const amount = { minorUnits: '450', currency: 'EUR' };
const options = { till, amount, nowMs: Date.UTC(2026, 10, 23, 9, 30) };
const approved: PaymentOutcome = {
  ...{ outcome: 'approved', paymentId: 'PAYMENT1', errorCode: null, cashierWords: null, amount },
  ...{
    refunded: { minorUnits: '0', currency: 'EUR' },
    refunds: [],
    orderReference: null,
    earlierPayment: null,
    tillNumber: '0000007',
    merchantName: 'Baker’s',
  },
  ...{ decidedAt: Date.UTC(2026, 10, 23, 9, 29, 58) / 1000, codeEnding: '4711' },
  confirmation: { receiptNumber: 0, qr: 'TALLY1:R:abc', typed: '12345678' },
};
const unknown: PaymentResult = { state: 'unknown', paymentId: 'PAYMENT1', problem: null };

function declined(cashierWords: string): PaymentResult {
  const outcome: PaymentOutcome = {
    ...approved,
    outcome: 'declined',
    errorCode: 'code_used',
    cashierWords,
    confirmation: null,
  };
  return { state: 'declined', paymentId: 'PAYMENT1', outcome };
}

describe('A receipt', () => {
  it('of an approved payment has all that the payer needs, in 42 columns', () => {
    const text = printReceipt({ state: 'approved', paymentId: 'PAYMENT1', outcome: approved }, options);
    assert.equal(
      text,
      [
        '                 Baker’s',
        'Till                               0000007',
        'Time               2026-11-23 09:29:58 UTC',
        'Payment                           PAYMENT1',
        '------------------------------------------',
        'Amount                            4.50 EUR',
        '                   PAID',
        'Code ending                           4711',
        '------------------------------------------',
        'Confirmation                     1234 5678',
        '',
      ].join('\n'),
    );
  });

  it('of a part that was given back names each part and what is back in all', () => {
    const part = (receiptNumber: number, minorUnits: string, total: string) => ({
      ...{ refundId: `R${receiptNumber}`, receiptNumber, tillNumber: '0000007', refundedAt: 1_790_000_100 },
      amount: { minorUnits, currency: 'EUR' },
      refunded: { minorUnits: total, currency: 'EUR' },
    });
    const refunds = [part(1, '100', '100'), part(2, '50', '150')];
    const outcome = { ...approved, refunded: { minorUnits: '150', currency: 'EUR' }, refunds };
    const text = printReceipt({ state: 'approved', paymentId: 'PAYMENT1', outcome }, options);
    assert.match(text, /Refund 1 +1\.00 EUR\nRefund 2 +0\.50 EUR\nGiven back +1\.50 EUR\n +PAID\n/);
  });

  it('of an order that is paid already shows and confirms the payment that paid it', () => {
    const earlierPayment = { ...approved, paymentId: 'EARLIER', orderReference: 'A7' };
    const outcome: PaymentOutcome = {
      ...approved,
      ...{ outcome: 'declined', errorCode: 'order_already_paid', cashierWords: 'Show the payment.' },
      ...{ confirmation: null, orderReference: 'A7', earlierPayment },
    };
    const text = printReceipt({ state: 'declined', paymentId: 'PAYMENT1', outcome }, options);
    assert.match(text, /NOT CHARGED AGAIN\nShow the payment\.\n/);
    assert.match(text, /Paid as +EARLIER\nPaid at +2026-11-23 09:29:58 UTC\nPaid +4\.50 EUR\n/);
    assert.match(text, /Confirmation +1234 5678/);
  });

  it('of an unknown result says so, and never that it failed', () => {
    const text = printReceipt(unknown, options);
    assert.match(text, /RESULT UNKNOWN/);
    assert.doesNotMatch(text, /NOT PAID|failed|declined/i);
    assert.match(text, /4\.50 EUR/);
  });

  it('of a declined payment says what to do', () => {
    const text = printReceipt(declined('This code has been used. Ask for a new one.'), options);
    assert.match(text, /NOT PAID\nThis code has been used\. Ask for a new\none\./);
  });

  it('of a reversed payment shows what was given back', () => {
    const outcome = { ...approved, refunded: amount };
    const text = printReceipt({ state: 'reversed', paymentId: 'PAYMENT1', outcome }, options);
    assert.match(text, /Given back +4\.50 EUR\n *CANCELLED - NOTHING CHARGED/);
  });

  it('lets no text of the server steer the printer', () => {
    const text = printReceipt(declined('\u001b[2J\u0007Gone\r\nPAID\u202e'), options);
    assert.ok(!/[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u202e]/.test(text));
    assert.doesNotMatch(text, /^PAID/m);
  });

  it('carries the confirmation as a QR code where it is asked to', () => {
    const result: PaymentResult = { state: 'approved', paymentId: 'PAYMENT1', outcome: approved };
    const drawn: string[] = [];
    const text = printReceipt(result, {
      ...options,
      drawQr: (payload) => (drawn.push(payload), ['QR LINE']),
    });
    assert.deepEqual(drawn, ['TALLY1:R:abc']);
    assert.match(text, /QR LINE\n$/);
  });
});

describe('The lines of a QR code', () => {
  it('are half as many as its rows, and as wide as its modules with the quiet zone', () => {
    const lines = drawQrLines('TALLY1:R:abc');
    assert.equal(lines.length, 15);
    assert.ok(lines.every((line) => line.length === 29 && /^[ █▀▄]+$/.test(line)));
  });
});

describe('Wrapped text', () => {
  it('breaks a word that is longer than a line', () => {
    assert.deepEqual(wrapped(`${'x'.repeat(50)} y`), ['x'.repeat(42), `${'x'.repeat(8)} y`]);
  });
});
