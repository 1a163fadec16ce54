/** One side of a transfer. */
export interface Entry {
  readonly transferId: string;
  readonly accountId: string;
  /** Minor units; below zero where money leaves the account. */
  readonly amount: bigint;
}

/** Money that moves in one commit. */
export interface Booking {
  /** The entries of each transfer sum to zero. */
  readonly entries: readonly Entry[];
  /** What each account gains or loses in sum. */
  readonly deltas: ReadonlyMap<string, bigint>;
}

export interface Transfer {
  readonly transferId: string;
  readonly fromAccountId: string;
  readonly toAccountId: string;
  readonly minorUnits: bigint;
}

export function entriesOf(transfer: Transfer): readonly Entry[] {
  const { transferId, fromAccountId, toAccountId, minorUnits } = transfer;
  return [
    { transferId, accountId: fromAccountId, amount: -minorUnits },
    { transferId, accountId: toAccountId, amount: minorUnits },
  ];
}

/** The entries of one transfer between two accounts, and what they do to the balances. */
export function bookTransfer(transfer: Transfer): Booking {
  const { fromAccountId, toAccountId, minorUnits } = transfer;
  return {
    entries: entriesOf(transfer),
    deltas: new Map([
      [fromAccountId, -minorUnits],
      [toAccountId, minorUnits],
    ]),
  };
}
