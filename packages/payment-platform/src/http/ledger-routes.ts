import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox';
import { operationWords } from '@tallystick/foundation';
import { Type } from 'typebox';
import { ledgerDifferences } from '../integrity/ledger-differences.ts';
import { ledgerTotals } from '../integrity/ledger-totals.ts';
import type { PlatformContext } from '../platform-context.ts';
import { closed, currencySchema } from './wire-schemas.ts';

const sumSchema = Type.String({
  pattern: '^-?[0-9]+$',
  description: 'Minor units, as a string; zero where all is well',
});

const ledgerSchema = closed(
  {
    currencies: Type.Array(
      closed({
        currency: currencySchema,
        accountCount: Type.Integer(),
        entryCount: Type.Integer(),
        entriesSum: sumSchema,
        balancesSum: sumSchema,
      }),
    ),
    differences: Type.Array(
      closed({ rule: Type.String(), subject: Type.String(), expected: Type.String(), found: Type.String() }),
      { description: 'Every place where the ledger breaks its law; empty where all is well' },
    ),
  },
  { title: 'Ledger', description: 'What the ledger adds up to.' },
);

const ledgerWords = operationWords({
  operationId: 'readLedger',
  tags: ['Operator'],
  summary: 'Add the ledger up',
  description:
    'Entries and balances of each currency sum to zero, and a balance is the sum of its entries. It reads the whole ' +
    'ledger, so ask once in a while; who asks while it runs gets the same answer.',
  'x-problems': [],
});

/** Five statements of this length stay below the time after which the server closes a silent socket. */
const statementTimeoutMs = 15_000;

/** `GET /v1/ledger`: what the ledger adds up to, and every place where it breaks its law. */
export function ledgerRoutes({ database }: PlatformContext): FastifyPluginAsyncTypebox {
  /** Callers who come while a check runs share it: it reads the whole ledger. */
  let underWay: ReturnType<typeof check> | undefined;

  async function check() {
    const currencies = await ledgerTotals(database, { statementTimeoutMs });
    const differences = await ledgerDifferences(database, { statementTimeoutMs });
    return {
      currencies: [...currencies],
      differences: differences.map(({ rule, subject, expected, found }) => ({
        rule,
        subject,
        expected,
        found,
      })),
    };
  }

  return async (app) => {
    app.get('/v1/ledger', { schema: { ...ledgerWords, response: { 200: ledgerSchema } } }, () => {
      underWay ??= check().finally(() => (underWay = undefined));
      return underWay;
    });
  };
}
