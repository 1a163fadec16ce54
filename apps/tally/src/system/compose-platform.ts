import type { KeyObject } from 'node:crypto';
import {
  enrolmentRoutes,
  createLedgerAccounts,
  createOperatorAuthenticator,
  createPaymentService,
  createPlaces,
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
  type ClockLimits,
  type PaymentService,
  type RefundService,
  type TopUpContext,
} from '@tallystick/payment-platform';
import type {
  AuthenticationServer,
  Credentials,
  Enrolments,
  KindOfCredential,
} from '@tallystick/verification-contract';
import type { Clock } from '@tallystick/foundation';
import type { Database } from '@tallystick/postgres';
import type { FastifyPluginAsync, FastifyPluginCallback } from 'fastify';

export interface PlatformOptions {
  /** Migrated. The caller closes it, after the system. */
  readonly database: Database;
  readonly clock: Clock;
  readonly issuerPrefix: string;
  /** For a new database; an old one that was made with another number is refused. */
  readonly bucketCount?: number | undefined;
  /** Told when time can’t be believed, and with undefined when it can again. */
  readonly onClockChange?: (reason: string | undefined) => void;
  /** For tests that set their own clock. */
  readonly clockGuard?: ClockGuard;
  /** See `ClockSources`; the monotonic clock where it is left out. */
  readonly elapsedMs?: () => number;
  /** Shorter ones, for tests on real time. */
  readonly clockLimits?: ClockLimits;
}

/** The authentication server of a platform, in the same process or apart. */
export interface PlatformPeer extends Enrolments, Credentials {
  /** The kinds of credentials that operators can issue. */
  readonly kinds: readonly KindOfCredential[];
  readonly authenticationServer: AuthenticationServer;
  readonly requestHashKey: KeyObject;
}

export type Routes = readonly (FastifyPluginAsync | FastifyPluginCallback)[];

export interface Platform {
  readonly routes: Routes;
  readonly payments: PaymentService;
  readonly refunds: RefundService;
  readonly platform: TopUpContext;
  readonly clockGuard: ClockGuard;
  /** Finishes what is queued. The HTTP server is closed before, the database after. */
  close(): Promise<void>;
}

/**
 * The ledger’s side of an installation, before it knows of any credential.
 *
 * @throws TallyError `bucket_count_wrong`.
 */
export async function openPlatform(options: PlatformOptions): Promise<TopUpContext> {
  const { database, clock } = options;
  const { bucketCount } = await openInstallation({ database, clock }, options.bucketCount);
  return { database, clock, bucketCount, ledgerAccounts: createLedgerAccounts({ database, clock }) };
}

/** Puts the platform together with the authentication server that it is given. */
export function composePlatform(
  options: PlatformOptions,
  platform: TopUpContext,
  { authenticationServer, requestHashKey, ...peer }: PlatformPeer,
): Platform {
  const { database, clock, issuerPrefix } = options;
  const clockGuard =
    options.clockGuard ??
    startClockGuard({
      database,
      clock,
      elapsedMs: options.elapsedMs,
      onChange: options.onClockChange,
      limits: options.clockLimits,
    });
  const { assertClockSafe } = clockGuard;
  const places = createPlaces(database, platform.bucketCount);
  const payments = createPaymentService({
    database,
    clock,
    places,
    issuerPrefix,
    requestHashKey,
    authenticationServer,
    clearingAccountId: platform.ledgerAccounts.clearingAccountId,
    assertClockSafe,
  });
  const refunds = createRefundService({ database, clock, places, authenticationServer, assertClockSafe });
  const tillAuthenticator = createTillAuthenticator(platform);
  const requireTill = createRequireTill(tillAuthenticator);
  const operatorAuthenticator = createOperatorAuthenticator(platform);
  const requireOperator = createRequireOperator(operatorAuthenticator);
  const routes = [
    paymentRoutes(payments, requireTill),
    refundRoutes(refunds, requireTill),
    tillListRoutes(platform, requireTill),
    tillIdentityRoute(issuerPrefix, requireTill),
    enrolmentRoutes({
      offerEnrolment: peer.offerEnrolment,
      // It tells the device the time, which the device then makes its codes of.
      async completeEnrolment(activationId, proof) {
        assertClockSafe();
        return peer.completeEnrolment(activationId, proof);
      },
    }),
    operatorRoutes({ ...platform, ...peer, tillAuthenticator, operatorAuthenticator, requireOperator }),
  ];
  return {
    routes,
    payments,
    refunds,
    platform,
    clockGuard,
    async close() {
      clockGuard.stop();
      await payments.close();
    },
  };
}
