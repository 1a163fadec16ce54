import { type Clock, uuidV7 } from '@tallystick/foundation';
import { shardOfAccountId } from '@tallystick/payment-platform';
import type { Database, Transaction } from '@tallystick/postgres';
import { writeBalances, writeEntries } from '../../packages/payment-platform/src/outcomes/write-bookings.ts';
import type { Terminal } from '../codes/terminal.ts';

export interface Books {
  readonly database: Database;
  readonly clock: Clock;
  readonly fundingAccountId: string;
}

/** A credential as it is written, and the payer terminal that shares it. */
export interface SeededCredential {
  readonly accountId: string;
  readonly credentialNumber: bigint;
  readonly sealingKeyId: string;
  readonly sealedLeaves: Uint8Array;
  readonly terminal: Terminal;
}

interface TopUp {
  readonly accountId: string;
  readonly transferId: string;
}

const onlyBucket = 0;
/** Ten thousand euros each: nobody gets poor in a run. */
const balanceMinorUnits = 1_000_000n;

/** Opens accounts and tops each up once, so that the ledger is right from the first row on. */
export async function insertAccounts(books: Books, accountIds: readonly string[]): Promise<void> {
  const now = new Date(books.clock.nowMs());
  const topUps = accountIds.map((accountId) => ({ accountId, transferId: uuidV7(now.getTime()) }));
  const entries = topUps.flatMap(({ accountId, transferId }) => [
    { accountId, transferId, amount: balanceMinorUnits },
    { accountId: books.fundingAccountId, transferId, amount: -balanceMinorUnits },
  ]);
  const moved = new Map(accountIds.map((accountId) => [accountId, balanceMinorUnits]));
  moved.set(books.fundingAccountId, -balanceMinorUnits * BigInt(accountIds.length));
  await books.database.transaction((transaction) => {
    openAccounts(transaction, accountIds, now);
    writeTopUps(transaction, topUps, now);
    writeEntries(transaction, onlyBucket, entries, now);
    writeBalances(transaction, onlyBucket, moved);
    return Promise.resolve();
  });
}

function openAccounts(transaction: Transaction, accountIds: readonly string[], now: Date): void {
  const statement = {
    name: 'bench.insert_accounts',
    text: `INSERT INTO platform.accounts (bucket, account_id, shard, kind, name, currency, floor, created_at)
      SELECT $1, payer.account_id, payer.shard, 'payer', 'Payer', 'EUR', 0, $4
      FROM unnest($2::uuid[], $3::smallint[]) AS payer (account_id, shard)`,
    values: [onlyBucket, accountIds, accountIds.map(shardOfAccountId), now],
  };
  transaction.write(statement, accountIds.length);
}

function writeTopUps(transaction: Transaction, topUps: readonly TopUp[], now: Date): void {
  const statement = {
    name: 'bench.insert_top_ups',
    text: `INSERT INTO platform.top_ups (bucket, account_id, top_up_id, transfer_id, amount, created_at)
      SELECT $1, top_up.account_id, 'bench', top_up.transfer_id, $4, $5
      FROM unnest($2::uuid[], $3::uuid[]) AS top_up (account_id, transfer_id)`,
    values: [
      onlyBucket,
      topUps.map(({ accountId }) => accountId),
      topUps.map(({ transferId }) => transferId),
      balanceMinorUnits.toString(),
      now,
    ],
  };
  transaction.write(statement, topUps.length);
}

/** Credentials as enrolment leaves them behind. */
export async function insertCredentials(
  { database, clock }: Pick<Books, 'database' | 'clock'>,
  aliasKeyId: number,
  credentials: readonly SeededCredential[],
): Promise<void> {
  await database.query({
    name: 'bench.insert_credentials',
    text: `INSERT INTO authentication.credentials (bucket, credential_number, account_id, kind, alias_key_id,
        sealing_key_id, sealed_leaves, created_at)
      SELECT $1, seeded.credential_number, seeded.account_id, 'time', $2, seeded.sealing_key_id, seeded.sealed_leaves, $7
      FROM unnest($3::bigint[], $4::uuid[], $5::text[], $6::bytea[])
        AS seeded (credential_number, account_id, sealing_key_id, sealed_leaves)`,
    values: [
      onlyBucket,
      aliasKeyId,
      credentials.map(({ credentialNumber }) => credentialNumber.toString()),
      credentials.map(({ accountId }) => accountId),
      credentials.map(({ sealingKeyId }) => sealingKeyId),
      credentials.map(({ sealedLeaves }) => sealedLeaves),
      new Date(clock.nowMs()),
    ],
  });
}
