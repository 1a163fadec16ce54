import type { DeclineCode, Money } from '@tallystick/foundation';

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
}

/** The same with the cap that came with the code’s verdict. */
export interface CappedBookingRequest extends BookingRequest {
  /** The most that this code may be used for, in minor units of its account’s currency; null without a cap. */
  readonly cap: bigint | null;
}

export interface Entry {
  readonly transferId: string;
  readonly accountId: string;
  readonly amount: bigint;
}

export interface BookingDecision {
  /** One for each request, in the same order: null where it is approved. */
  readonly declines: readonly (DeclineCode | null)[];
  /** The entries of each transfer sum to zero. */
  readonly entries: readonly Entry[];
  /** What each account gains or loses in sum: payers and clearing accounts, no zeros. */
  readonly deltas: ReadonlyMap<string, bigint>;
}

/**
 * Decides which payments the balances allow, in the order of arrival, and which entries follow. A pure function: the write
 * path and the property tests run the same one.
 */
export function decideBookings(
  accounts: ReadonlyMap<string, PayerAccount>,
  requests: readonly CappedBookingRequest[],
): BookingDecision {
  const deltas = new Map<string, bigint>();
  const entries: Entry[] = [];
  const declines = requests.map((request) => {
    const account = accounts.get(request.accountId);
    const decline = declineOf(account, deltas.get(request.accountId) ?? 0n, request);
    if (decline !== null) return decline;
    for (const entry of entriesOf(request)) {
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
  { amount, cap }: CappedBookingRequest,
): DeclineCode | null {
  if (account === undefined) throw new Error('a genuine code names an account that the ledger does not have');
  if (account.currency !== amount.currency) return 'currency_mismatch';
  if (cap !== null && amount.minorUnits > cap) return 'code_over_cap';
  if (account.balance + delta - amount.minorUnits < account.floor) return 'insufficient_funds';
  return null;
}

function entriesOf(request: BookingRequest): readonly Entry[] {
  const { transferId, amount } = request;
  return [
    { transferId, accountId: request.accountId, amount: -amount.minorUnits },
    { transferId, accountId: request.clearingAccountId, amount: amount.minorUnits },
  ];
}
