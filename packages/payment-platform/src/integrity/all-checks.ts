import { credentialRules } from '@tallystick/authentication-server';
import {
  type CheckedLook,
  type Database,
  type IntegrityCheck,
  checkIntegrity,
  checkOfRule,
} from '@tallystick/postgres';
import { accountOfCredential } from './account-of-credential.ts';
import { ledgerRules } from './ledger-rules.ts';
import { paymentRules } from './payment-rules.ts';
import { verdictOfPayment } from './verdict-of-payment.ts';

/** Everything that must hold of both servers’ rows. A new rule is one entry in one of these lists. */
export const allChecks: readonly IntegrityCheck[] = [
  ...[...ledgerRules, ...paymentRules, ...credentialRules].map(checkOfRule),
  verdictOfPayment,
  accountOfCredential,
];

/**
 * Checks the whole database on one snapshot, also while payments go on.
 *
 * @param onLook Told of each check as soon as it is done.
 */
export function verifyDatabase(
  database: Database,
  onLook?: (look: CheckedLook) => void,
): Promise<readonly CheckedLook[]> {
  return checkIntegrity(database, allChecks, onLook === undefined ? {} : { onLook });
}
