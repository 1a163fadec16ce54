import type { EnrolmentOfferJson, EnrolmentProofJson, EnrolmentReplyJson } from '@tallystick/foundation';
import type { CredentialListing } from '../../authentication-server/src/credentials/credential-listing.ts';
import type { CredentialStateChange } from '../../authentication-server/src/credentials/change-credential-state.ts';
import type { CredentialTerms } from './credentials.ts';
import type { Activation } from '../../authentication-server/src/enrolment/create-activation.ts';
import type { Claim, Verdict, VerificationRequest } from './verdict.ts';

export interface AccountOfCredentials {
  readonly accountId: string;
  readonly shard: number;
}

/** The two steps of an enrolment, as a payer terminal asks for them. */
export interface Enrolments {
  offerEnrolment(activationId: string): Promise<EnrolmentOfferJson>;
  completeEnrolment(activationId: string, proof: EnrolmentProofJson): Promise<EnrolmentReplyJson>;
}

/** What an operator does to the credentials of an account. */
export interface Credentials {
  /** One more credential of an account. */
  issueActivation(account: AccountOfCredentials, asked: Partial<CredentialTerms>): Promise<Activation>;
  listCredentials(
    account: AccountOfCredentials,
    page: { readonly after?: string; readonly limit: number },
  ): Promise<readonly CredentialListing[]>;
  changeCredentialState(change: CredentialStateChange): Promise<CredentialListing>;
}

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
