import type { DeclineCode } from '@tallystick/foundation';

/**
 * Every reason of a verdict, and the code that its till gets; null where the code is genuine and the platform decides.
 * Reasons are for the operator and never reach the till.
 */
export const codeOfReason = {
  genuine: null,
  unknown_alias: 'code_refused',
  wrong_password: 'code_refused',
  throttled: 'code_refused',
  locked: 'code_refused',
  revoked: 'code_refused',
  intent_not_supported: 'code_refused',
  used: 'code_used',
  held_by_another_payment: 'code_used',
  expired: 'code_expired',
  early_held: 'code_early',
  early_burnt: 'code_early',
  press_resync: 'press_resync',
  daily_limit: 'daily_limit_reached',
} as const satisfies Readonly<Record<string, DeclineCode | null>>;

/** Why the authentication server answered as it did. */
export type VerdictReason = keyof typeof codeOfReason;

/** The reasons of a decline: all but that of a genuine code, and that of a code whose time is still to come. */
export type DeclinedReason = Exclude<VerdictReason, 'genuine' | 'early_held'>;

export function isDeclinedReason(reason: string): reason is DeclinedReason {
  return Object.hasOwn(codeOfReason, reason) && reason !== 'genuine' && reason !== 'early_held';
}

/** All of them, in the order above. */
export const declinedReasons: readonly DeclinedReason[] = Object.keys(codeOfReason).filter(isDeclinedReason);
