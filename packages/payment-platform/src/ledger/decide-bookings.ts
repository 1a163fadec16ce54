import type { DeclineCode, Money } from '@tallystick/foundation';
import { entriesOf, type Booking, type Entry, type Transfer } from './transfer.ts';

/** A payer account as it was locked. */
export interface PayerAccount {
  readonly accountId: string;
  readonly currency: string;
  readonly balance: bigint;
  /** The balance never goes below it. */
  readonly floor: bigint;
}

/** A payment that a genuine code asks for. */
export interface BookingRequest {
  readonly accountId: string;
  readonly clearingAccountId: string;
  readonly transferId: string;
  readonly amount: Money;
  /** The most that this code may be used for, in minor units of its account’s currency; null without a cap. */
  readonly cap: bigint | null;
}

/** The transfers of the approved payments: payers’ and clearing accounts. */
export interface BookingDecision extends Booking {
  /** One for each request, in the same order: null where it is approved. */
  readonly declines: readonly (DeclineCode | null)[];
}

/**
 * Decides which payments the balances allow, in the order of arrival, and which entries follow. A pure function: the write
 * path and the property tests run the same one.
 */
export function decideBookings(
  accounts: ReadonlyMap<string, PayerAccount>,
  requests: readonly BookingRequest[],
): BookingDecision {
  const deltas = new Map<string, bigint>();
  const entries: Entry[] = [];
  const declines = requests.map((request) => {
    const account = accounts.get(request.accountId);
    const decline = declineOf(account, deltas.get(request.accountId) ?? 0n, request);
    if (decline !== null) return decline;
    for (const entry of entriesOf(transferOf(request))) {
      entries.push(entry);
      deltas.set(entry.accountId, (deltas.get(entry.accountId) ?? 0n) + entry.amount);
    }
    return null;
  });
  return { declines, entries, deltas };
}

function declineOf(
  account: PayerAccount | undefined,
  delta: bigint,
  { amount, cap }: BookingRequest,
): DeclineCode | null {
  if (account === undefined) throw new Error('a genuine code names an account that the ledger does not have');
  if (account.currency !== amount.currency) return 'currency_mismatch';
  if (cap !== null && amount.minorUnits > cap) return 'code_over_cap';
  if (account.balance + delta - amount.minorUnits < account.floor) return 'insufficient_funds';
  return null;
}

function transferOf({ transferId, accountId, clearingAccountId, amount }: BookingRequest): Transfer {
  return {
    transferId,
    fromAccountId: accountId,
    toAccountId: clearingAccountId,
    minorUnits: amount.minorUnits,
  };
}
