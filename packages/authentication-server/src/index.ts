export {
  type CredentialThrottleLimits,
  type CredentialThrottleState,
  chargeFailure,
  defaultCredentialThrottleLimits,
} from './throttle/credential-throttle.ts';
export { confirmationKeyOfClaim } from './verification/confirmation-key-of-claim.ts';
export { type VerifierOptions, createVerifier } from './verification/create-verifier.ts';
export { type RaceGuards, allRaceGuards } from './verification/race-guards.ts';
export type { Claim, Verdict, VerdictReason, VerificationRequest } from './verification/verdict.ts';
export { type Verifier, verifyBatch } from './verification/verify-batch.ts';
