import {
  bucketOfShard,
  currencyExponent,
  maximumAmountMinorUnits,
  TallyError,
  uuidV7,
  type Money,
} from '@tallystick/foundation';
import type { Transaction } from '@tallystick/postgres';
import { findAccount } from '../accounts/find-account.ts';
import type { LedgerAccounts } from '../accounts/ledger-accounts.ts';
import { bookTransfer } from '../ledger/transfer.ts';
import { recordOutcome } from '../outcomes/record-outcome.ts';
import type { BucketedContext } from '../platform-context.ts';
import { readTopUp, type TopUp, type TopUpRequest } from './stored-top-up.ts';

export interface TopUpContext extends BucketedContext {
  readonly ledgerAccounts: LedgerAccounts;
}

/** A thousand of the largest amounts: far from where a bigint ends, so that no sum ever overflows. */
const maximumBalanceMinorUnits = 1000n * maximumAmountMinorUnits;

/**
 * Puts money on a payer’s account: entries and balances in one commit. The same id with the same amount gets the first
 * answer again and books nothing.
 *
 * @throws TallyError `account_unknown`, `amount_invalid`, `currency_unknown`, `top_up_currency_mismatch`,
 *   `top_up_over_limit`, `top_up_id_reused`.
 */
export async function topUp(context: TopUpContext, request: TopUpRequest): Promise<TopUp> {
  const { accountId, amount } = request;
  assertMoney(amount);
  const account = await findAccount(context, { accountId });
  if (account.balance.currency !== amount.currency) throw new TallyError('top_up_currency_mismatch');
  const bucket = bucketOfShard(account.shard, context.bucketCount);
  // Before the transaction: to open an account takes a second connection, and many that hold one could wait for ever.
  const fundingAccountId = await context.ledgerAccounts.fundingAccountId(amount.currency, bucket);
  const nowMs = context.clock.nowMs();
  const booked = { ...request, transferId: uuidV7(nowMs), bookedAt: new Date(nowMs) };

  return context.database.transaction(async (transaction) => {
    // The account’s lock puts its top-ups in a row: the second of two with one id sees what the first stored.
    const balance = await lockBalance(transaction, bucket, accountId);
    const stored = await readTopUp(transaction, bucket, request);
    if (stored !== undefined) return sameOrThrow(stored, request);
    if (balance + amount.minorUnits > maximumBalanceMinorUnits) throw new TallyError('top_up_over_limit');
    record(transaction, bucket, booked, fundingAccountId);
    return booked;
  });
}

function assertMoney({ minorUnits, currency }: Money): void {
  if (currencyExponent(currency) === undefined)
    throw new TallyError('currency_unknown', { field: '/amount/currency' });
  if (minorUnits < 1n || minorUnits > maximumAmountMinorUnits)
    throw new TallyError('amount_invalid', { field: '/amount/minorUnits' });
}

async function lockBalance(transaction: Transaction, bucket: number, accountId: string): Promise<bigint> {
  const [row] = await transaction.read<{ readonly balance: bigint }>({
    name: 'platform.lock_account_for_top_up',
    text: 'SELECT balance FROM platform.accounts WHERE bucket = $1 AND account_id = $2 FOR UPDATE',
    values: [bucket, accountId],
  });
  if (row === undefined) throw new TallyError('account_unknown');
  return row.balance;
}

function sameOrThrow(stored: TopUp, request: TopUpRequest): TopUp {
  if (stored.amount.minorUnits !== request.amount.minorUnits) throw new TallyError('top_up_id_reused');
  return stored;
}

function record(transaction: Transaction, bucket: number, topUp: TopUp, fundingAccountId: string): void {
  const { accountId, transferId, bookedAt, amount } = topUp;
  const booking = bookTransfer({
    transferId,
    fromAccountId: fundingAccountId,
    toAccountId: accountId,
    minorUnits: amount.minorUnits,
  });
  const decision = { kind: 'topped_up', topUp } as const;
  recordOutcome(transaction, { bucket, at: bookedAt, decision, orders: null, booking });
}
