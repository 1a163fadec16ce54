import { createManualClock } from '@tallystick/foundation';
import { startTestDatabase } from '@tallystick/postgres/testing';
import { createLedgerAccounts } from '../accounts/ledger-accounts.ts';
import { openInstallation } from '../installation/open-installation.ts';
import { createOperator } from '../operators/create-operator.ts';
import { platformMigrations } from '../schema/migrations.ts';
import { createTillAuthenticator } from '../tills/till-authenticator.ts';

/** A platform on a database of its own, with an operator, for one test file. */
export async function startPlatform(options: { readonly bucketCount?: number } = {}) {
  const server = await startTestDatabase(await platformMigrations());
  const clock = createManualClock(Date.UTC(2026, 10, 23, 9));
  const { database } = server;
  const { bucketCount } = await openInstallation({ database, clock }, options.bucketCount);
  const { operatorId } = await createOperator({ database, clock }, { name: 'Market' });
  const ledgerAccounts = createLedgerAccounts({ database, clock });
  const tillAuthenticator = createTillAuthenticator({ database, clock });
  return {
    server,
    operatorId,
    clock,
    context: { database, clock, bucketCount, ledgerAccounts, tillAuthenticator },
  };
}
