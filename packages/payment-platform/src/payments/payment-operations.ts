import { operationWords } from '@tallystick/foundation';

/** What the document of the API says of the payments of a till. */

export const payWords = operationWords({
  operationId: 'pay',
  tags: ['Payments'],
  summary: 'Charge a code',
  description:
    'Proves the code, burns it and moves the money in one step. Make the payment id and store it before you send. ' +
    'When the answer is lost, pending or a retryable problem, send the same id with the same body again: it is never ' +
    'charged twice, and the same id has the same outcome for ever.',
  'x-problems': [
    'amount_invalid',
    'currency_unknown',
    'code_check_digit',
    'code_not_digits',
    'code_unknown_prefix',
    'code_wrong_length',
    'payment_id_reused',
    'order_currency_mismatch',
    'order_over_total',
    'order_total_mismatch',
    'clock_unsafe',
    'authentication_unavailable',
    'authentication_version_mismatch',
    'verdict_of_another_request',
  ],
});

export const queryPaymentWords = operationWords({
  operationId: 'queryPayment',
  tags: ['Payments'],
  summary: 'Ask how a payment stands',
  description:
    'When you do not know whether a payment was made: after a lost answer, a crash, or a restart in the morning. It ' +
    'moves nothing. `payment_never_seen` means that the request has not arrived (it may still be on its way): send ' +
    'it again, or reverse it, which keeps it from arriving.',
  'x-problems': ['payment_never_seen'],
});

export const reverseWords = operationWords({
  operationId: 'reversePayment',
  tags: ['Payments'],
  summary: 'Take a payment back, whatever its state',
  description:
    'When the customer has left or the sale is off. It works in any state and can be repeated: an open payment is ' +
    'closed, an approved one gives back all that is left of it, and an id that was never seen is closed before its ' +
    'payment comes, which is then declined `reversed`.',
  'x-problems': ['clock_unsafe'],
});

export const closeIfUnpaidWords = operationWords({
  operationId: 'closePaymentIfUnpaid',
  tags: ['Payments'],
  summary: 'Close a payment unless it was paid',
  description:
    'When you want to be sure that nothing comes after, but keep what was paid: before another way to pay is offered. ' +
    'It moves no money. An approved payment is shown as it stands (`paid`); every other is closed for ever.',
  'x-problems': ['clock_unsafe'],
});

export const listPaymentsWords = operationWords({
  operationId: 'listPayments',
  tags: ['Payments'],
  summary: 'List the merchant’s payments',
  description:
    'For the end of the day, or to find a payment whose id was lost. The newest first, of all tills of the merchant; ' +
    'what arrives while you read shifts nothing.',
  'x-problems': [],
});
