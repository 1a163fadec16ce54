import type { IndexPageContent } from '../server/index-page.ts';

/** What the page at `/` says of a running system. */
export function indexPageContent(system: {
  readonly databaseDescription: string;
  readonly hasDemo: boolean;
}): IndexPageContent {
  return {
    title: 'Tallystick is running',
    introduction:
      'Payments at a till from a device that has no network. This page says what runs here and where to go.',
    sections: [
      {
        heading: 'What runs',
        rows: [
          { label: 'Payment platform', text: 'Merchants, tills, accounts, ledger and payments under /v1' },
          {
            label: 'Authentication server',
            text: 'Enrolment under /v1/enrolments; verification inside each payment',
          },
          { label: 'Database', text: system.databaseDescription },
          { label: 'Health', text: 'The process: /healthz', href: '/healthz' },
          { label: 'Readiness', text: 'Database and clock: /readyz', href: '/readyz' },
        ],
      },
      { heading: 'Where to go', rows: [...demoRows(system.hasDemo), ...documentRows] },
    ],
  };
}

const documentRows = [
  { label: 'API reference', text: 'What a till asks, and what comes back', href: '/v1/reference' },
  { label: 'OpenAPI document', text: '/v1/openapi.json', href: '/v1/openapi.json' },
  { label: 'A payment by hand', text: 'README.md walks through one with curl and tally' },
  { label: 'The protocol', text: 'docs/protocol.md' },
  { label: 'How it is built', text: 'docs/ARCHITECTURE.md' },
  { label: 'Running it', text: 'docs/operations.md' },
];

function demoRows(hasDemo: boolean): IndexPageContent['sections'][number]['rows'] {
  if (!hasDemo)
    return [{ label: 'Operator', text: 'The API key is in operator-key.json of the data folder' }];
  return [
    { label: 'Demo', text: 'Two merchants, four tills, three payers: npm run demo shows a market morning' },
    { label: 'Keys', text: 'demo-keys.json in the data folder' },
  ];
}
