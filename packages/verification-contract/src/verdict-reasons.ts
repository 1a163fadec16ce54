import type { DeclineCode } from '@tallystick/foundation';
import type { VerdictReason } from './verdict.ts';

/** What the till is told for each reason; null where the code is genuine, and the platform decides. */
export const codeOfReason: Readonly<Record<VerdictReason, DeclineCode | null>> = {
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
};
