import { authenticationServiceRoutes, type AuthenticationService } from '@tallystick/verification-contract';
import { createAuthenticationService, type EnrolmentServer } from '@tallystick/authentication-server';
import { startClockGuard, type ClockGuard, type ClockLimits } from '@tallystick/payment-platform';
import {
  choresOfAuthentication,
  composeAuthentication,
  type AuthenticationOptions,
} from './compose-authentication.ts';
import { bucketCountApart } from './compose-platform-apart.ts';
import type { Routes } from './compose-platform.ts';
import { startHousekeeping } from './housekeeping.ts';

export interface AuthenticationServerOptions extends AuthenticationOptions {
  /** Told when time can’t be believed, and with undefined when it can again. */
  readonly onClockChange?: (reason: string | undefined) => void;
  /** For tests that set their own clock. */
  readonly clockGuard?: ClockGuard;
  /** See `ClockSources`; the monotonic clock where it is left out. */
  readonly elapsedMs?: () => number;
  /** Shorter ones, for tests on real time. */
  readonly clockLimits?: ClockLimits;
  /** For tests that tidy up at moments of their own; every minute where it is not given. */
  readonly housekeeping?: 'every_minute' | 'never';
  /** Another version of the interface, for tests only. */
  readonly interfaceVersion?: number;
}

/** The authentication server in a process and on a database of its own. */
export interface AuthenticationServerSystem {
  /** To be reached over mutual TLS and in no other way. */
  readonly routes: Routes;
  readonly service: AuthenticationService;
  readonly enrolment: EnrolmentServer;
  checkReadiness(): Promise<void>;
  /** Finishes what is queued. The HTTP server is closed before, the database after. */
  close(): Promise<void>;
}

/**
 * Puts the authentication server together.
 *
 * @throws TallyError `key_file_wrong` where the key ring is not that of this database; nothing is changed then.
 */
export async function composeAuthenticationServer(
  options: AuthenticationServerOptions,
): Promise<AuthenticationServerSystem> {
  const { database, clock, elapsedMs, onClockChange, clockLimits: limits } = options;
  const parts = await composeAuthentication(options, bucketCountApart);
  const clockGuard =
    options.clockGuard ??
    startClockGuard({
      database,
      clock,
      elapsedMs,
      onChange: onClockChange,
      schema: 'authentication',
      limits,
    });
  async function checkReadiness(): Promise<void> {
    await clockGuard.look();
    clockGuard.assertClockSafe();
    await database.assertWritable();
  }
  const { assertClockSafe } = clockGuard;
  const service = createAuthenticationService({ ...parts, assertClockSafe, checkReadiness });
  const housekeeping =
    options.housekeeping === 'never'
      ? undefined
      : startHousekeeping(choresOfAuthentication(parts.enrolment), assertClockSafe);
  return {
    routes: [authenticationServiceRoutes(service, options.interfaceVersion)],
    service,
    enrolment: parts.enrolment,
    checkReadiness,
    async close() {
      clockGuard.stop();
      await housekeeping?.stop();
      await service.close();
    },
  };
}
