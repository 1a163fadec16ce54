import type { ErrorDefinition } from './error-definition.ts';

function decline(cashierWords: string, operatorWords: string): ErrorDefinition {
  return { kind: 'decline', httpStatus: 200, retryable: false, cashierWords, operatorWords };
}

/** Outcomes that moved no money. Each is stored and final for its payment id. */
export const declineErrors = {
  code_early: decline(
    'The payer’s clock is fast. Ask for a new code in a minute.',
    'The code belongs to a step too far ahead of the server’s clock. It is burnt.',
  ),
  code_expired: decline(
    'This code is too old. Ask for a new one.',
    'The code was genuine but its step lies outside the window, or its step or press number below the last accepted one.',
  ),
  code_over_cap: decline(
    'This device pays small amounts only. Ask for another way to pay.',
    'The amount is above the most that one code of this credential may be used for. The code is burnt.',
  ),
  code_refused: decline(
    'This code is not valid. Ask for a new one.',
    'Unknown alias, wrong password, locked or revoked credential, or its allowance of failures is spent. The verdict stored with the payment says which.',
  ),
  code_used: decline(
    'This code has been used. Ask for a new one.',
    'The step or press number of this code was accepted before, or is held by another payment.',
  ),
  currency_mismatch: decline(
    'The payer’s account is in another currency.',
    'The amount’s currency is not the currency of the payer account. The code is burnt.',
  ),
  daily_limit_reached: decline(
    'This device has paid often enough today. Ask for another way to pay.',
    'The credential’s uses of this UTC day are spent. The code is burnt.',
  ),
  duplicate_suspected: decline(
    'This looks paid already. Show the payment, or charge again if it is meant.',
    'The same payer paid the same amount at this till within a minute. The code is not spent; `duplicateOf` lets it through.',
  ),
  insufficient_funds: decline(
    'Not enough money on the account. Ask for another way to pay.',
    'The payer account would have gone below its floor. The code is burnt.',
  ),
  order_already_paid: decline(
    'This order is paid already. Show the payment, charge nothing.',
    'Payments of this order reference add up to its total. The code is not spent.',
  ),
  press_resync: decline(
    'Ask the payer to press once more, and scan the next code.',
    'The press number of a device without a clock is more than 20 ahead. It is burnt; the very next one will be accepted.',
  ),
  reversed: decline(
    'This payment was cancelled. Start a new one.',
    'Its id was closed before it was decided: by a reversal, by close-if-unpaid, or because its till never came back.',
  ),
} as const satisfies Record<string, ErrorDefinition>;
