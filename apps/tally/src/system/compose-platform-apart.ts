import type { KeyObject } from 'node:crypto';
import {
  kindsOfCredentials,
  type AuthenticationService,
  type KindOfCredential,
} from '@tallystick/verification-contract';
import {
  authenticationServerApart,
  type PaymentService,
  type TopUpContext,
} from '@tallystick/payment-platform';
import { composePlatform, openPlatform, type PlatformOptions, type Routes } from './compose-platform.ts';
import { choresOfPlatform, startClaimJanitor, startHousekeeping } from './housekeeping.ts';

export interface PlatformApartOptions extends Omit<PlatformOptions, 'bucketCount'> {
  /** The authentication server with a database of its own, wherever it is; closed with the platform. */
  readonly service: AuthenticationService;
  readonly requestHashKey: KeyObject;
  /** The kinds of credentials that its authentication server has; those of this version where it is left out. */
  readonly kinds?: readonly KindOfCredential[];
  /** For tests that tidy up at moments of their own; every minute where it is not given. */
  readonly housekeeping?: 'every_minute' | 'never';
}

/** The platform in a process and on a database of its own. */
export interface PlatformApart {
  readonly routes: Routes;
  readonly payments: PaymentService;
  readonly platform: TopUpContext;
  checkReadiness(): Promise<void>;
  /** Finishes what is queued. The HTTP server is closed before, the database after. */
  close(): Promise<void>;
}

/** Where the servers are apart each has one bucket so far: the payer’s is known too late (docs/adr/0012). */
export const bucketCountApart = 1;

/**
 * Puts the platform together with an authentication server apart.
 *
 * @throws TallyError `bucket_count_wrong` on a database that was made with several buckets.
 */
export async function composePlatformApart(options: PlatformApartOptions): Promise<PlatformApart> {
  const { service, requestHashKey } = options;
  const context = await openPlatform({ ...options, bucketCount: bucketCountApart });
  const { routes, payments, platform, clockGuard, close } = composePlatform(options, context, {
    authenticationServer: authenticationServerApart(service),
    kinds: options.kinds ?? Object.values(kindsOfCredentials),
    requestHashKey,
    // A payer terminal knows one server: the platform passes its enrolment on (docs/adr/0010).
    offerEnrolment: (activationId) => service.offerEnrolment(activationId),
    completeEnrolment: (activationId, proof) => service.completeEnrolment(activationId, proof),
    issueActivation: (account, asked) => service.issueActivation(account, asked),
    listCredentials: (account, page) => service.listCredentials(account, page),
    changeCredentialState: (change) => service.changeCredentialState(change),
  });
  const { assertClockSafe } = clockGuard;
  const housekeepings =
    options.housekeeping === 'never'
      ? []
      : [
          startHousekeeping(choresOfPlatform(platform), assertClockSafe),
          startClaimJanitor(platform, assertClockSafe),
        ];
  return {
    routes,
    payments,
    platform,
    async checkReadiness() {
      await clockGuard.look();
      clockGuard.assertClockSafe();
      await options.database.assertWritable();
      await service.checkReadiness();
      service.assertAvailable();
    },
    async close() {
      await Promise.all(housekeepings.map((housekeeping) => housekeeping.stop()));
      await close();
      await service.close();
    },
  };
}
