import { operationWords } from '@tallystick/foundation';

/** What the document of the API says of refunds. */

export const refundWords = operationWords({
  operationId: 'refundPayment',
  tags: ['Refunds'],
  summary: 'Give back a part of a payment, or all of it',
  description:
    'For goods that come back, up to 365 days later and in up to 50 parts, from any till of the merchant. Make the ' +
    'refund id and store it before you send; the same id with the same body gets the first answer again, to the ' +
    'letter. A refund that was refused has not used its id up.',
  'x-problems': [
    'amount_invalid',
    'currency_unknown',
    'payment_never_seen',
    'payment_already_reversed',
    'payment_not_approved',
    'refund_currency_mismatch',
    'refund_exceeds_payment',
    'refund_id_reused',
    'refund_too_late',
    'refund_too_many_parts',
    'clock_unsafe',
  ],
});

export const queryRefundWords = operationWords({
  operationId: 'queryRefund',
  tags: ['Refunds'],
  summary: 'Ask how a refund stands',
  description:
    'After a lost answer. It moves nothing; `refund_never_seen` means that the refund may be sent again.',
  'x-problems': ['refund_never_seen'],
});

export const listRefundsWords = operationWords({
  operationId: 'listRefunds',
  tags: ['Refunds'],
  summary: 'List the merchant’s refunds',
  description: 'The newest first, of all tills of the merchant. What a reversal gave back is not among them.',
  'x-problems': [],
});
