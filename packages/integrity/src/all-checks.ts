import { credentialRules } from '@tallystick/authentication-server';
import { ledgerRules, paymentRules, placeRules } from '@tallystick/payment-platform';
import {
  type CheckedLook,
  type Database,
  type IntegrityCheck,
  type Snapshot,
  checkIntegrity,
  checkOfRule,
  runChecks,
  withSnapshot,
} from '@tallystick/postgres';
import { accountOfCredential } from './account-of-credential.ts';
import { checkOfOneDatabase, checkOfSides, type CrossCheck } from './cross-check.ts';
import { verdictOfPayment } from './verdict-of-payment.ts';

type OnLook = (look: CheckedLook) => void;

/** What must hold of the platform’s rows alone. */
export const platformChecks: readonly IntegrityCheck[] = [...ledgerRules, ...paymentRules, ...placeRules].map(
  checkOfRule,
);
/** What must hold of the authentication server’s rows alone. */
export const authenticationChecks: readonly IntegrityCheck[] = credentialRules.map(checkOfRule);
/** What must hold between them. */
const crossChecks: readonly CrossCheck[] = [verdictOfPayment, accountOfCredential];

/** Everything that must hold of both servers’ rows. A new rule is one entry in one of these lists. */
export const allChecks: readonly IntegrityCheck[] = [
  ...platformChecks,
  ...authenticationChecks,
  ...crossChecks.map(checkOfOneDatabase),
];

/** The clocks of two machines agree about as well as that. */
const clockDifferenceMs = 10_000;

/**
 * Checks the whole database on one snapshot, also while payments go on.
 *
 * @param onLook Told of each check as soon as it is done.
 */
export function verifyDatabase(database: Database, onLook?: OnLook): Promise<readonly CheckedLook[]> {
  return checkIntegrity(database, allChecks, onLook === undefined ? {} : { onLook });
}

/**
 * The same where each server has a database of its own. The platform’s snapshot is taken first: every code that it has
 * booked a payment for is burnt in the other one.
 */
export function verifyApart(
  { platform, authentication }: { readonly platform: Database; readonly authentication: Database },
  onLook?: OnLook,
): Promise<readonly CheckedLook[]> {
  return withSnapshot(platform, async (ofPlatform) => {
    const apartSince = await startOf(ofPlatform);
    return withSnapshot(authentication, async (ofAuthentication) => {
      const sides = { platform: ofPlatform, authentication: ofAuthentication, apartSince };
      const across = crossChecks.map((check) => checkOfSides(check, sides));
      return [
        ...(await runChecks(ofPlatform, platformChecks, onLook)),
        ...(await runChecks(ofAuthentication, authenticationChecks, onLook)),
        ...(await runChecks(ofPlatform, across, onLook)),
      ];
    });
  });
}

/** A moment before the snapshot, by the clocks of both machines. */
async function startOf(snapshot: Snapshot): Promise<Date> {
  const [row] = await snapshot.read<{ readonly now: Date }>('SELECT now() AS now');
  if (row === undefined) throw new Error('a SELECT without FROM gives one row');
  return new Date(row.now.getTime() - clockDifferenceMs);
}
