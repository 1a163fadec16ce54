import { paymentBody } from './till-requests.ts';

const amount = (minorUnits: unknown, currency: unknown = 'EUR') => ({ amount: { minorUnits, currency } });

type Refusal = readonly [what: string, body: string, status: number, code: string, field: string];

/** What is sent to `POST /v1/payments`, and the status, code and field of the problem that must come back. */
export const refusals: readonly Refusal[] = [
  ['a body over 64 KiB', paymentBody({ code: '8'.repeat(66_000) }), 413, 'body_too_large', ''],
  ['a code of a million digits', paymentBody({ code: '8'.repeat(1_000_000) }), 413, 'body_too_large', ''],
  [
    'a code of sixty thousand digits',
    paymentBody({ code: '8'.repeat(60_000) }),
    400,
    'malformed_request',
    '/code',
  ],
  ['half a body', paymentBody().slice(0, -9), 400, 'malformed_request', ''],
  ['no body', '', 400, 'malformed_request', ''],
  ['a list', '[]', 400, 'malformed_request', ''],
  ['deep nesting', '['.repeat(60_000), 400, 'malformed_request', ''],
  ['a prototype', `{"__proto__":{"x":1},${paymentBody().slice(1)}`, 400, 'malformed_request', ''],
  ['an unknown field', paymentBody({ tip: 1 }), 400, 'malformed_request', '/tip'],
  [
    'an unknown field inside',
    paymentBody({ amount: { minorUnits: '450', currency: 'EUR', tip: 1 } }),
    400,
    'malformed_request',
    '/amount/tip',
  ],
  ['no amount', paymentBody({ amount: undefined }), 400, 'malformed_request', '/amount'],
  ['a negative amount', paymentBody(amount('-450')), 400, 'amount_invalid', '/amount/minorUnits'],
  ['a fractional amount', paymentBody(amount('4.50')), 400, 'amount_invalid', '/amount/minorUnits'],
  ['an amount of nothing', paymentBody(amount('0')), 400, 'amount_invalid', '/amount/minorUnits'],
  ['a huge amount', paymentBody(amount('1000000000000')), 400, 'amount_invalid', '/amount/minorUnits'],
  ['an amount with an exponent', paymentBody(amount('1e3')), 400, 'amount_invalid', '/amount/minorUnits'],
  ['an amount as a number', paymentBody(amount(450)), 400, 'amount_invalid', '/amount/minorUnits'],
  ['a currency that is none', paymentBody(amount('450', 'XYZ')), 400, 'currency_unknown', '/amount/currency'],
  [
    'a currency in small letters',
    paymentBody(amount('450', 'eur')),
    400,
    'currency_unknown',
    '/amount/currency',
  ],
  ['a payment id with a space', paymentBody({ paymentId: 'BAD 1' }), 400, 'malformed_request', '/paymentId'],
  [
    'a payment id that is too long',
    paymentBody({ paymentId: 'B'.repeat(33) }),
    400,
    'malformed_request',
    '/paymentId',
  ],
  ['a code that is too short', paymentBody({ code: '83012345' }), 400, 'code_wrong_length', '/code'],
  ['a code with letters', paymentBody({ code: '83O1234567890246813575' }), 400, 'code_not_digits', '/code'],
  [
    'a code of another issuer',
    paymentBody({ code: '8401234567890246813575' }),
    400,
    'code_unknown_prefix',
    '/code',
  ],
  [
    'a code with a wrong digit',
    paymentBody({ code: '8301234567890246813574' }),
    400,
    'code_check_digit',
    '/code',
  ],
];
