/** What the model is asked, and what it keeps of a payment. Amounts are decimal strings of minor units, as on the wire. */

export interface ModelTill {
  readonly merchant: string;
  readonly till: string;
}

/** A code as a payer shows it. */
export interface ModelCode {
  readonly payer: string;
  readonly digits: string;
  readonly alias: string;
  readonly step: number;
}

export interface ModelRequest {
  readonly paymentId: string;
  readonly code: ModelCode;
  readonly minorUnits: string;
  readonly order: { readonly reference: string; readonly total: string | null } | null;
  readonly duplicateOf: string | null;
}

export interface ModelRefund {
  readonly refundId: string;
  readonly paymentId: string;
  readonly minorUnits: string;
}

export interface Payment {
  readonly paymentId: string;
  readonly merchant: string;
  /** Null for a tombstone: a reversal that came before its payment. */
  readonly payer: string | null;
  /** All fields that make one request the same as another; null for a tombstone. */
  readonly fields: string | null;
  readonly minorUnits: bigint;
  readonly order: string | null;
  readonly claimedAtMs: number;
  state: 'open' | 'approved' | 'declined';
  reason: string | null;
  /** The payment that stood in its way. */
  earlier: string | null;
  back: bigint;
  isReversed: boolean;
}

const undecided = { state: 'open', reason: null, earlier: null, back: 0n, isReversed: false } as const;

export function newPayment(
  { merchant }: ModelTill,
  { paymentId, code, minorUnits, order }: ModelRequest,
  fields: string,
  claimedAtMs: number,
): Payment {
  const asked = { payer: code.payer, minorUnits: BigInt(minorUnits), order: order?.reference ?? null };
  return { ...undecided, ...asked, paymentId, merchant, fields, claimedAtMs };
}

export function tombstone({ merchant }: ModelTill, paymentId: string, claimedAtMs: number): Payment {
  const asked = { payer: null, fields: null, minorUnits: 0n, order: null };
  return { ...undecided, ...asked, paymentId, merchant, claimedAtMs, state: 'declined', reason: 'reversed' };
}
