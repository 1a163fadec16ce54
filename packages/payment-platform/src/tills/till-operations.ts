import { operationWords } from '@tallystick/foundation';

/** What the document of the API says of tills and their keys. */

export const createTillWords = operationWords({
  operationId: 'createTill',
  tags: ['Merchants and tills'],
  summary: 'Open a till',
  description:
    'A numbered point of sale of a merchant, with an API key of its own. Without a number it gets a free one.',
  'x-problems': ['merchant_unknown', 'till_number_taken'],
});

export const listTillsWords = operationWords({
  operationId: 'listTills',
  tags: ['Merchants and tills'],
  summary: 'List a merchant’s tills',
  description:
    'With the time since which a key no longer opens anything. The keys themselves are never shown again.',
  'x-problems': ['merchant_unknown'],
});

export const replaceTillKeyWords = operationWords({
  operationId: 'replaceTillKey',
  tags: ['Merchants and tills'],
  summary: 'Give a till a new key',
  description:
    'When the old one may be known to somebody, or was lost or revoked. The old one stops at once; the till’s open ' +
    'payments stay its own.',
  'x-problems': ['till_unknown'],
});

export const revokeTillKeyWords = operationWords({
  operationId: 'revokeTillKey',
  tags: ['Merchants and tills'],
  summary: 'Take a till’s key away',
  description: 'When a till is stolen or closed. It can do nothing from then on; a new key brings it back.',
  'x-problems': ['till_unknown'],
});
