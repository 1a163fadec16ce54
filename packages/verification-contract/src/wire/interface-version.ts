/**
 * The version of what platform and authentication server say to each other. It goes up with every change that one side alone
 * would misunderstand; each request and each answer names it, and another one is refused before anything is done.
 */
export const interfaceVersion = 1;

/** The field of requests and answers that holds it. */
export const versionHeader = 'tallystick-interface';

export const paths = {
  verify: '/authentication/v1/verify',
  confirmationKey: '/authentication/v1/confirmation-key',
  offerEnrolment: '/authentication/v1/enrolments/offer',
  completeEnrolment: '/authentication/v1/enrolments/complete',
  issueActivation: '/authentication/v1/activations',
  listCredentials: '/authentication/v1/credentials/list',
  changeCredentialState: '/authentication/v1/credentials/state',
  readiness: '/authentication/v1/readiness',
} as const;
