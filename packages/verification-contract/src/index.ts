export type {
  AuthenticationServer,
  CodesApart,
  CodesInTransaction,
  ConfirmationKeyReader,
  LockedCodes,
} from './authentication-server.ts';
export type { AuthenticationService } from './authentication-service.ts';
export {
  type AccountOfCredentials,
  type Activation,
  type CredentialLimits,
  type CredentialListing,
  type CredentialStateChange,
  type CredentialTerms,
  type Credentials,
  mostUsesPerDay,
  type StateOfCredential,
} from './credentials.ts';
export { activationIdPattern, type Enrolments } from './enrolments.ts';
export { kindsOfCredentials, type KindOfCredential } from './kinds-of-credentials.ts';
export {
  codeOfReason,
  type DeclinedReason,
  isDeclinedReason,
  type VerdictReason,
} from './verdict-reasons.ts';
export type { Burnt, Claim, Verdict, VerificationRequest } from './verdict.ts';
export { certificateReason } from './wire/connection-words.ts';
export { createRemoteService, type RemoteServiceOptions } from './wire/create-remote-service.ts';
export type { TlsIdentity } from './wire/https-exchange.ts';
export { authenticationServiceRoutes } from './wire/service-routes.ts';
