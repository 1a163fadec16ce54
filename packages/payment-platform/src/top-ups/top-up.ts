import {
  bucketOfShard,
  maximumAmountMinorUnits,
  TallyError,
  uuidV7,
  type Money,
} from '@tallystick/foundation';
import type { Transaction } from '@tallystick/postgres';
import { shardOfAccountId } from '../accounts/account-id.ts';
import type { LedgerAccounts } from '../accounts/ledger-accounts.ts';
import { writeBalances, writeEntries } from '../ledger/write-bookings.ts';
import type { BucketedContext } from '../platform-context.ts';
import { readTopUp, writeTopUp } from './stored-top-up.ts';

export interface TopUpContext extends BucketedContext {
  readonly ledgerAccounts: LedgerAccounts;
}

export interface TopUpRequest {
  /** Made by the caller, so that a lost answer can be asked for again; unique within the account. */
  readonly topUpId: string;
  readonly accountId: string;
  readonly amount: Money;
}

export interface TopUp extends TopUpRequest {
  readonly transferId: string;
  readonly bookedAt: Date;
}

interface LockedAccountRow {
  readonly currency: string;
  readonly balance: bigint;
}

/** A thousand of the largest amounts: far from where a bigint ends, so that no sum ever overflows. */
const maximumBalanceMinorUnits = 1000n * maximumAmountMinorUnits;

/**
 * Puts money on a payer’s account: entries and balances in one commit. The same id with the same amount gets the first
 * answer again and books nothing.
 *
 * @throws TallyError `account_unknown`, `amount_invalid`, `top_up_currency_mismatch`, `top_up_over_limit`,
 *   `top_up_id_reused`.
 */
export async function topUp(context: TopUpContext, request: TopUpRequest): Promise<TopUp> {
  const { accountId, amount } = request;
  assertAmount(amount);
  const bucket = bucketOfShard(shardOfAccountId(accountId), context.bucketCount);
  const nowMs = context.clock.nowMs();
  const booked = { ...request, transferId: uuidV7(nowMs), bookedAt: new Date(nowMs) };

  return await context.database.transaction(async (transaction) => {
    // The account’s lock puts top-ups of one account in a row: the second of two with one id sees what the first stored.
    const account = await lockAccount(transaction, bucket, accountId);
    if (account.currency !== amount.currency) throw new TallyError('top_up_currency_mismatch');
    const stored = await readTopUp(transaction, bucket, request);
    if (stored !== undefined) return sameOrThrow(stored, request);
    if (account.balance + amount.minorUnits > maximumBalanceMinorUnits)
      throw new TallyError('top_up_over_limit');

    const fundingAccountId = await context.ledgerAccounts.fundingAccountId(amount.currency, bucket);
    book(transaction, bucket, booked, fundingAccountId);
    return booked;
  });
}

function assertAmount({ minorUnits }: Money): void {
  if (minorUnits < 1n || minorUnits > maximumAmountMinorUnits) throw new TallyError('amount_invalid');
}

async function lockAccount(
  transaction: Transaction,
  bucket: number,
  accountId: string,
): Promise<LockedAccountRow> {
  const [account] = await transaction.read<LockedAccountRow>({
    name: 'platform.lock_account_for_top_up',
    text: `SELECT currency, balance FROM platform.accounts
      WHERE bucket = $1 AND account_id = $2 AND kind = 'payer' FOR UPDATE`,
    values: [bucket, accountId],
  });
  if (account === undefined) throw new TallyError('account_unknown');
  return account;
}

function sameOrThrow(stored: TopUp, request: TopUpRequest): TopUp {
  if (stored.amount.minorUnits !== request.amount.minorUnits) throw new TallyError('top_up_id_reused');
  return stored;
}

/** Balances move in the order payer, funding: the payer’s row is locked already, the funding row is everybody’s. */
function book(transaction: Transaction, bucket: number, booked: TopUp, fundingAccountId: string): void {
  const { accountId, transferId, bookedAt } = booked;
  const amount = booked.amount.minorUnits;
  const entries = [
    { transferId, accountId: fundingAccountId, amount: -amount },
    { transferId, accountId, amount },
  ];
  writeTopUp(transaction, bucket, booked);
  writeEntries(transaction, bucket, entries, bookedAt);
  writeBalances(transaction, bucket, new Map([[accountId, amount]]));
  writeBalances(transaction, bucket, new Map([[fundingAccountId, -amount]]));
}
