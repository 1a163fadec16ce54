import type { Credentials } from './credentials.ts';
import type { Enrolments } from './enrolments.ts';
import type { Claim, Verdict, VerificationRequest } from './verdict.ts';

/**
 * Everything that a platform asks of an authentication server with commits of its own: the same in this process and over
 * HTTP. Refusals are TallyErrors of the registry on either way.
 */
export interface AuthenticationService extends Enrolments, Credentials {
  /** Costs nothing. Throws where a code would not be verified now, so that no claim is made for it. */
  assertAvailable(): void;
  /**
   * Verifies a code and burns it, durably, before it answers. The same claim and request get the same verdict, so that
   * whoever has no answer asks again.
   *
   * @throws TallyError `authentication_unavailable`, `overloaded`, `database_unavailable`, `clock_unsafe`: nothing is known,
   *   ask again; `verdict_of_another_request`.
   */
  verify(request: VerificationRequest): Promise<Verdict>;
  /** 32 bytes; undefined where the claim burnt nothing. */
  confirmationKeyOfClaim(claim: Claim): Promise<Uint8Array | undefined>;
  /** Resolves where codes can be verified now; throws what is in the way. */
  checkReadiness(): Promise<void>;
  /** Finishes what is queued. */
  close(): Promise<void>;
}
