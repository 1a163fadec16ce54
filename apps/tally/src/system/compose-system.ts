import {
  changeCredentialState,
  checkSealingKeys,
  confirmationKeyOfClaim,
  createActivation,
  createVerifier,
  defaultAccountLimits,
  defaultEventLimits,
  enrolmentRoutes,
  listCredentials,
  loadAliasKeys,
  loadOperatorPublicKey,
  lockBatch,
  verifyLocked,
  type AccountLimits,
  type CredentialLimits,
  type CredentialThrottleLimits,
  type EnrolmentAlarm,
  type EnrolmentServer,
  type KeyRing,
  type RaceGuards,
  type Verifier,
} from '@tallystick/authentication-server';
import type { Clock } from '@tallystick/foundation';
import {
  createLedgerAccounts,
  createOperatorAuthenticator,
  createPaymentService,
  createRefundService,
  createRequireOperator,
  createRequireTill,
  createTillAuthenticator,
  openInstallation,
  operatorRoutes,
  paymentRoutes,
  refundRoutes,
  startClockGuard,
  tillIdentityRoute,
  tillListRoutes,
  type ClockGuard,
  type PaymentService,
  type RefundService,
  type TopUpContext,
} from '@tallystick/payment-platform';
import type { Database } from '@tallystick/postgres';
import type { FastifyPluginAsync, FastifyPluginCallback } from 'fastify';
import { startHousekeeping } from './housekeeping.ts';

export interface SystemOptions {
  /** Migrated. The caller closes it, after the system. */
  readonly database: Database;
  readonly keyRing: KeyRing;
  readonly clock: Clock;
  readonly issuerPrefix: string;
  /** Told when time can’t be believed, and with undefined when it can again. */
  readonly onClockChange?: (reason: string | undefined) => void;
  readonly onAlarm?: (alarm: EnrolmentAlarm) => void;
  readonly limits?: CredentialThrottleLimits;
  /** What devices without a clock may be used for, where their activation says nothing else. */
  readonly eventLimits?: CredentialLimits;
  readonly accountLimits?: AccountLimits;
  /** For tests only: see race-guards.ts of the authentication server. */
  readonly guards?: RaceGuards;
  /** For tests that set their own clock. */
  readonly clockGuard?: ClockGuard;
  /** For tests that tidy up at moments of their own; every minute where it is not given. */
  readonly housekeeping?: 'every_minute' | 'never';
}

/** The platform and the authentication server on one database, in one process. */
export interface System {
  readonly routes: readonly (FastifyPluginAsync | FastifyPluginCallback)[];
  readonly payments: PaymentService;
  readonly refunds: RefundService;
  readonly platform: TopUpContext;
  readonly enrolment: EnrolmentServer;
  /** Resolves where payments can be decided now; throws what is in the way. */
  checkReadiness(): Promise<void>;
  /** Finishes what is queued. The HTTP server is closed before, the database after. */
  close(): Promise<void>;
}

/** How long a terminal may stay away from any network. */
const aliasDayCount = 400;

/**
 * Puts the parts together.
 *
 * @throws TallyError `key_file_wrong` where the key ring is not that of this database; nothing is changed then.
 */
export async function composeSystem(options: SystemOptions): Promise<System> {
  const { database, keyRing, clock, issuerPrefix } = options;
  await checkSealingKeys(database, keyRing);
  const { bucketCount } = await openInstallation({ database, clock });
  const aliasKeys = await loadAliasKeys(database, keyRing);
  const operatorPublicKey = await loadOperatorPublicKey(database, keyRing);
  const ledgerAccounts = createLedgerAccounts({ database, clock });
  const platform: TopUpContext = { database, clock, bucketCount, ledgerAccounts };
  const clockGuard =
    options.clockGuard ?? startClockGuard({ database, clock, onChange: options.onClockChange });
  const enrolment: EnrolmentServer = {
    database,
    keyRing,
    aliasKeys,
    clock,
    bucketCount,
    issuerPrefix,
    operatorPublicKey,
    aliasDayCount,
    eventLimits: options.eventLimits ?? defaultEventLimits,
    accountLimits: options.accountLimits ?? defaultAccountLimits,
    onAlarm: options.onAlarm ?? (() => undefined),
  };
  const authenticationServer = inThisProcess(createVerifier({ ...options, aliasKeys }));
  const { assertClockSafe } = clockGuard;
  const payments = createPaymentService({
    database,
    clock,
    issuerPrefix,
    requestHashKey: keyRing.requestHashKey,
    authenticationServer,
    clearingAccountId: ledgerAccounts.clearingAccountId,
    assertClockSafe,
  });
  const refunds = createRefundService({ database, clock, authenticationServer, assertClockSafe });
  const housekeeping = options.housekeeping === 'never' ? undefined : startHousekeeping(enrolment);
  return {
    routes: routesOf({ platform, enrolment, payments, refunds, issuerPrefix }),
    payments,
    refunds,
    platform,
    enrolment,
    async checkReadiness() {
      await clockGuard.look();
      clockGuard.assertClockSafe();
    },
    async close() {
      clockGuard.stop();
      await housekeeping?.stop();
      await payments.close();
    },
  };
}

/** The authentication server as the platform reaches it where both share a process and a transaction. */
function inThisProcess(verifier: Verifier) {
  return {
    lockBatch: lockBatch.bind(undefined, verifier),
    verifyLocked: verifyLocked.bind(undefined, verifier),
    confirmationKeyOfClaim: confirmationKeyOfClaim.bind(undefined, verifier),
  };
}

interface RouteParts extends Pick<System, 'platform' | 'enrolment' | 'payments'> {
  readonly refunds: RefundService;
  readonly issuerPrefix: string;
}

function routesOf({ platform, enrolment, payments, refunds, issuerPrefix }: RouteParts) {
  const tillAuthenticator = createTillAuthenticator(platform);
  const requireTill = createRequireTill(tillAuthenticator);
  const operatorAuthenticator = createOperatorAuthenticator(platform);
  const requireOperator = createRequireOperator(operatorAuthenticator);
  return [
    paymentRoutes(payments, requireTill),
    refundRoutes(refunds, requireTill),
    tillListRoutes(platform, requireTill),
    tillIdentityRoute(issuerPrefix, requireTill),
    enrolmentRoutes(enrolment),
    operatorRoutes({
      ...platform,
      tillAuthenticator,
      operatorAuthenticator,
      requireOperator,
      issueActivation: createActivation.bind(undefined, enrolment),
      listCredentials: listCredentials.bind(undefined, enrolment),
      changeCredentialState: changeCredentialState.bind(undefined, enrolment),
    }),
  ];
}
