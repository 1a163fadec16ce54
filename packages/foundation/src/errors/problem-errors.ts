import type { ErrorDefinition } from './error-definition.ts';

function problem(httpStatus: number, cashierWords: string, operatorWords: string): ErrorDefinition {
  return { kind: 'problem', httpStatus, retryable: false, cashierWords, operatorWords };
}

function retryableProblem(httpStatus: number, cashierWords: string, operatorWords: string): ErrorDefinition {
  return { ...problem(httpStatus, cashierWords, operatorWords), retryable: true };
}

const tillFault = 'The till sent something wrong. Call support.';
const askAgain = 'The system is busy. The till asks again by itself.';

/** Answers that made no outcome: the same payment id may ask again. */
export const problemErrors = {
  account_unknown: problem(404, tillFault, 'No payer account has this id.'),
  activation_expired: problem(
    410,
    'This activation code is too old. Ask for a new one.',
    'Activation codes live 15 minutes.',
  ),
  activation_proof_wrong: problem(
    403,
    'The activation code was not accepted. Check it and try again.',
    'The terminal’s proof does not match the activation: wrong code or changed keys.',
  ),
  activation_unknown: problem(
    404,
    'This activation code is not known. Check it and try again.',
    'No activation has this id.',
  ),
  activation_used: problem(
    409,
    'This activation code was used by another device. Ask for a new one.',
    'Another terminal key has consumed this activation. The owner of the account should be asked about it.',
  ),
  amount_invalid: problem(
    400,
    'This amount can’t be charged.',
    'An amount is a whole number of minor units from 1 to 999999999999, as a decimal string.',
  ),
  authentication_unavailable: retryableProblem(
    503,
    askAgain,
    'The authentication server can’t be asked. Nothing was booked; the detail and the log say why.',
  ),
  authentication_version_mismatch: retryableProblem(
    503,
    askAgain,
    'Platform and authentication server speak different versions of their interface. Nothing was verified; upgrade the older.',
  ),
  body_too_large: problem(413, tillFault, 'The body of a request is at most 64 KiB.'),
  clock_unsafe: retryableProblem(
    503,
    'Payments have stopped. The till asks again; if it lasts, call the operator.',
    'The time can’t be believed: system and database differ, the clock was set, or it lies behind or far ahead of the last work. Set the clocks (NTP) and wait a minute; where they are right, run tally clock accept.',
  ),
  code_check_digit: problem(
    400,
    'The code was misread. Scan it again.',
    'The check digit of the paycode does not match.',
  ),
  code_not_digits: problem(
    400,
    'This is not a payment code. Scan it again.',
    'A numeric paycode has nothing but digits.',
  ),
  code_unknown_prefix: problem(
    400,
    'This is a code of another system. Ask for a Tallystick code.',
    'The first two digits are not the operator’s issuer prefix.',
  ),
  code_wrong_length: problem(
    400,
    'The code is not complete. Scan it again.',
    'A numeric paycode has 22 digits.',
  ),
  credential_revoked: problem(
    409,
    tillFault,
    'A revoked credential stays revoked. The account needs a new activation.',
  ),
  credential_unknown: problem(404, tillFault, 'No credential has this number.'),
  currency_unknown: problem(
    400,
    'This currency is not known.',
    'The currency is not an ISO 4217 code in the list.',
  ),
  database_unavailable: retryableProblem(
    503,
    askAgain,
    'The database did not answer. Nothing is known to be stored.',
  ),
  internal_error: retryableProblem(
    500,
    askAgain,
    'An unexpected error. The log has it under the request id.',
  ),
  malformed_request: problem(
    400,
    tillFault,
    'The request does not have the documented shape; the field is named.',
  ),
  merchant_unknown: problem(404, tillFault, 'No merchant has this id.'),
  operator_key_id_unknown: problem(404, tillFault, 'No key of the operator has this id.'),
  operator_key_last: problem(
    409,
    tillFault,
    'This is the operator’s last key, and nobody could make another. Add one first.',
  ),
  operator_key_unknown: problem(401, tillFault, 'The operator key is missing, unknown or revoked.'),
  order_currency_mismatch: problem(
    409,
    'This order is in another currency.',
    'An order is paid in the currency of its first payment.',
  ),
  order_over_total: problem(
    409,
    'That is more than is left to pay on this order. Enter what is left.',
    'The payments of an order never add up to more than its total.',
  ),
  order_total_mismatch: problem(
    409,
    'This order has another total. Check the amount of the order.',
    'The total of an order is fixed by its first payment, for as long as anything of it is paid or reserved.',
  ),
  overloaded: retryableProblem(
    503,
    askAgain,
    'More is asked for at once than can be served. Nothing was stored.',
  ),
  payment_already_reversed: problem(
    409,
    'This payment was cancelled. Nothing is left to give back.',
    'The payment was reversed, so that nothing of it is left to refund.',
  ),
  payment_id_reused: problem(
    409,
    'The till mixed up two payments. Start a new one.',
    'This payment id was used with other data. The first outcome stands and is not shown here.',
  ),
  payment_never_seen: problem(
    404,
    'This payment never reached the system.',
    'No payment of this merchant has this id.',
  ),
  payment_not_approved: problem(
    409,
    'This payment took no money. There is nothing to give back.',
    'Only an approved payment can be refunded; this one was declined, closed or has no outcome yet.',
  ),
  refund_currency_mismatch: problem(409, tillFault, 'A refund is in the currency of its payment.'),
  refund_exceeds_payment: problem(
    409,
    'That is more than is left of this payment. Enter a smaller amount.',
    'The refunds of a payment never add up to more than the payment.',
  ),
  refund_id_reused: problem(
    409,
    'The till mixed up two refunds. Start a new one.',
    'This refund id was used with another payment or amount. The first refund stands and is not shown here.',
  ),
  refund_never_seen: problem(
    404,
    'This refund never reached the system.',
    'No refund of this merchant has this id.',
  ),
  refund_too_late: problem(
    409,
    'This payment is too old to be given back here.',
    'A payment can be refunded for 365 days.',
  ),
  refund_too_many_parts: problem(
    409,
    'This payment was given back in too many parts.',
    'A payment is refunded in at most 50 parts. A reversal still gives back all that is left.',
  ),
  route_unknown: problem(404, tillFault, 'There is nothing at this address.'),
  till_key_unknown: problem(
    401,
    'This till is not signed in. Call support.',
    'The till’s API key is missing, unknown or revoked.',
  ),
  till_number_taken: problem(409, tillFault, 'Another till of the operator has this number.'),
  till_unknown: problem(404, tillFault, 'No till has this id.'),
  too_many_activations: problem(
    409,
    tillFault,
    'The account has as many open activations as it may. They end by themselves after 15 minutes.',
  ),
  too_many_credentials: problem(
    409,
    tillFault,
    'The account has as many credentials as it may, open activations included. Revoke one that is no longer used.',
  ),
  top_up_currency_mismatch: problem(409, tillFault, 'The account is in another currency than the top-up.'),
  top_up_id_reused: problem(409, tillFault, 'This top-up id was used with another amount.'),
  top_up_over_limit: problem(409, tillFault, 'The account would hold more than any account may.'),
  verdict_of_another_request: problem(
    409,
    tillFault,
    'A code was verified for this payment id with other data. That verdict stands and is not shown here.',
  ),
} as const satisfies Record<string, ErrorDefinition>;
