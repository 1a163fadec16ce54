import { TallyError } from '@tallystick/foundation';
import type { Lane } from '@tallystick/postgres';
import { changeCredentialState } from '../credentials/change-credential-state.ts';
import { listCredentials } from '../credentials/list-credentials.ts';
import { completeEnrolment } from '../enrolment/complete-enrolment.ts';
import { createActivation } from '../enrolment/create-activation.ts';
import type { EnrolmentServer } from '../enrolment/enrolment-server.ts';
import { offerEnrolment } from '../enrolment/offer-enrolment.ts';
import { confirmationKeyOfClaim } from '../verification/confirmation-key-of-claim.ts';
import type { VerificationRequest, AuthenticationService } from '@tallystick/verification-contract';
import type { Verifier } from '../verification/create-verifier.ts';
import { verifyClaims, type ClaimAnswer } from '../verification/verify-claims.ts';

/** An authentication server apart has one bucket so far (docs/adr/0012). */
const onlyBucket = 0;
const maximumBatch = 256;
const maximumQueued = 4096;

export interface AuthenticationServiceParts {
  readonly enrolment: EnrolmentServer;
  readonly verifier: Verifier;
  /** Throws `clock_unsafe` while system and database time disagree: codes are accepted by time. */
  readonly assertClockSafe: () => void;
  /** Resolves where the clocks were looked at just now and agree. */
  readonly checkReadiness: () => Promise<void>;
}

/** The authentication server of this process, with a lane and a commit of its own. */
export function createAuthenticationService({
  enrolment,
  verifier,
  assertClockSafe,
  checkReadiness,
}: AuthenticationServiceParts): AuthenticationService {
  const { database } = enrolment;
  const lane: Lane<VerificationRequest, ClaimAnswer> = database.lane({
    name: 'verifications',
    maximumQueued,
    maximumBatch,
    decide(transaction, requests) {
      // The requests may have waited for the batch before theirs, and the clock been set meanwhile.
      assertClockSafe();
      return verifyClaims(verifier, transaction, onlyBucket, requests);
    },
  });
  return {
    assertAvailable: assertClockSafe,
    async verify(request) {
      assertClockSafe();
      const answer = await lane.submit(request);
      if (answer.kind === 'refused') throw new TallyError(answer.code);
      return answer.verdict;
    },
    confirmationKeyOfClaim: (claim) =>
      database.transaction((transaction) => confirmationKeyOfClaim(verifier, transaction, onlyBucket, claim)),
    offerEnrolment: (activationId) => offerEnrolment(enrolment, activationId),
    async completeEnrolment(activationId, proof) {
      assertClockSafe();
      return completeEnrolment(enrolment, activationId, proof);
    },
    issueActivation: (account, asked) => createActivation(enrolment, account, asked),
    listCredentials: (account, page) => listCredentials(enrolment, account, page),
    changeCredentialState: (change) => changeCredentialState(enrolment, change),
    checkReadiness,
    close: () => lane.close(),
  };
}
