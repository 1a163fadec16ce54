import type { OperationTag } from '@tallystick/foundation';
import manifest from '../../package.json' with { type: 'json' };

export const documentInfo = {
  title: 'Tallystick',
  version: manifest.version,
  description:
    'Payments at a till from a device that has no network. The one rule of a till: make the payment id and store it ' +
    'before you send; whatever happens on the way, ask again with the same id and the same body. An outcome (approved ' +
    'or declined) is HTTP 200 and final for its payment id. HTTP 202 is pending: send the same again after ' +
    '`pollAfterMs`. `application/problem+json` means that no outcome was made. `/v1/reference` is this document to be read.',
  license: { name: 'MIT', identifier: 'MIT' },
};

const tagWords: Readonly<Record<OperationTag, string>> = {
  Payments: 'What a till is for: charge a code, find out what became of it, take it back.',
  Refunds: 'Giving back what was paid, whole or in parts.',
  Till: 'What a till may know of itself.',
  Enrolment: 'How a payer’s device becomes one that can pay. Only devices call these.',
  'Merchants and tills': 'Who can be paid, and where. With the operator’s key.',
  'Accounts and credentials': 'Who can pay, from what, and with which devices. With the operator’s key.',
  Operator: 'The operator’s own keys, and the ledger. With the operator’s key.',
  Service: 'Health, and the pages about this server. Without a key.',
};

export const documentTags = Object.entries(tagWords).map(([name, description]) => ({ name, description }));

export const securitySchemes = {
  tillKey: {
    type: 'http' as const,
    scheme: 'bearer',
    bearerFormat: 'till_…',
    description:
      'The API key of one till, made with it by the operator. It opens what the till’s merchant owns.',
  },
  operatorKey: {
    type: 'http' as const,
    scheme: 'bearer',
    bearerFormat: 'operator_…',
    description: 'A key of the operator. It opens everything that is not a till’s.',
  },
};
