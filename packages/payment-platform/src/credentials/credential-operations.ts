import { operationWords } from '@tallystick/foundation';

/** What the document of the API says of activations and credentials. */

export const issueActivationWords = operationWords({
  operationId: 'createActivation',
  tags: ['Accounts and credentials'],
  summary: 'Make an activation code for a payer’s device',
  description:
    'The payer types it, or scans it, into the device, which enrols with it. Nothing in the body means a device with a ' +
    'clock and without limits of its own; a device without a clock always has a cap and a daily count.',
  'x-problems': [
    'account_unknown',
    'amount_invalid',
    'currency_unknown',
    'too_many_activations',
    'too_many_credentials',
  ],
});

export const listCredentialsWords = operationWords({
  operationId: 'listCredentials',
  tags: ['Accounts and credentials'],
  summary: 'List the credentials of an account',
  description: 'One for each device that was enrolled. Nothing here makes a code.',
  'x-problems': ['account_unknown'],
});

export const changeStateWords = operationWords({
  operationId: 'changeCredentialState',
  tags: ['Accounts and credentials'],
  summary: 'Lock, unlock or revoke a credential',
  description:
    'Lock it when a device is missed, revoke it when it is gone. Its codes are refused from then on; payments that were ' +
    'made stand. The number is shown on the payer’s device too.',
  'x-problems': ['credential_revoked', 'credential_unknown'],
});
