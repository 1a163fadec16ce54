export type { AliasKeys } from './aliases/alias-candidates.ts';
export { loadAliasKeys } from './aliases/alias-keys.ts';
export { changeCredentialState } from './credentials/change-credential-state.ts';
export { listCredentials } from './credentials/list-credentials.ts';
export { type AccountLimits, defaultAccountLimits } from './enrolment/account-limits.ts';
export { completeEnrolment } from './enrolment/complete-enrolment.ts';
export { createActivation } from './enrolment/create-activation.ts';
export type { EnrolmentAlarm, EnrolmentServer } from './enrolment/enrolment-server.ts';
export { forgetOldEnrolments } from './enrolment/forget-enrolments.ts';
export { offerEnrolment } from './enrolment/offer-enrolment.ts';
export type { CodeToDecide, CredentialKind, CredentialKinds } from './kinds/credential-kind.ts';
export { credentialKinds, registerKinds } from './kinds/credential-kinds.ts';
export { checkSealingKeys, proveSealingKeys } from './sealing/check-sealing-keys.ts';
export {
  type AuthenticationServiceParts,
  createAuthenticationService,
} from './service/create-authentication-service.ts';
export { type KeyRing, newKeyFileText, parseKeyRing } from './sealing/key-ring.ts';
export { loadOperatorPublicKey } from './signing/operator-signing-key.ts';
export {
  type CredentialThrottleLimits,
  type CredentialThrottleState,
  chargeFailure,
  defaultCredentialThrottleLimits,
} from './throttle/credential-throttle.ts';
export { type BucketChooser, bucketsOfCode, chooseBucket } from './verification/choose-bucket.ts';
export { confirmationKeyOfClaim } from './verification/confirmation-key-of-claim.ts';
export { type Verifier, type VerifierOptions, createVerifier } from './verification/create-verifier.ts';
export { forgetOldStepHolds } from './verification/forget-step-holds.ts';
export { type RaceGuards, allRaceGuards } from './verification/race-guards.ts';
export { type LockedBatch, lockBatch, verifyBatch, verifyLocked } from './verification/verify-batch.ts';
export { type ClaimAnswer, verifyClaims } from './verification/verify-claims.ts';
export { authenticationMigrations } from './schema/migrations.ts';
