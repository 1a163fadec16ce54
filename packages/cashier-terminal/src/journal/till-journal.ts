import { isPaymentId, type MoneyJson } from '@tallystick/foundation';
import { isJsonObject, isWholeNumber } from '../guards/json-guards.ts';
import type { PaymentResult } from '../payment-loop/payment-result.ts';
import { parseStoredResult } from './stored-result.ts';

/**
 * A payment that this till has begun and not seen the end of. The code is not here on purpose: codes are secrets, and
 * after a crash the till must not send one again, because the payer may have gone. It asks, and reverses what it does
 * not find.
 */
export interface JournalEntry {
  readonly paymentId: string;
  readonly phase: 'paying' | 'reversing';
  /** Null where a cashier reverses a payment by its id alone. */
  readonly amount: MoneyJson | null;
  /** Unix milliseconds. */
  readonly startedAtMs: number;
  /** How it ended, where that could not be shown. The payment is over: nothing is asked or reversed for it any more. */
  readonly unshown?: PaymentResult;
}

/**
 * The till’s memory of open payments. `put` comes before the first request of a payment; what it stores has to outlive
 * the process, or the promise must not resolve.
 */
export interface TillJournal {
  /** Stores or replaces the entry of this payment id. Rejects with a TallyError where it could not be stored. */
  put(entry: JournalEntry): Promise<void>;
  /** Forgets a payment whose end is certain and was shown. An unknown id is no error. */
  settle(paymentId: string): Promise<void>;
  /** The open payments, oldest first. */
  openEntries(): Promise<readonly JournalEntry[]>;
}

/** A till whose server has been away this long needs a person, not a longer list. */
export const maximumOpenEntries = 1000;

/** Reads a stored entry; undefined where it is none. */
export function parseJournalEntry(value: unknown): JournalEntry | undefined {
  if (!isJsonObject(value)) return undefined;
  const { paymentId, phase, amount, startedAtMs } = value;
  if (typeof paymentId !== 'string' || !isPaymentId(paymentId)) return undefined;
  if (phase !== 'paying' && phase !== 'reversing') return undefined;
  if (!isWholeNumber(startedAtMs)) return undefined;
  const ended = parseUnshown(value['unshown'], paymentId);
  if (amount === null) return { paymentId, phase, amount, startedAtMs, ...ended };
  if (!isJsonObject(amount)) return undefined;
  const { minorUnits, currency } = amount;
  if (typeof minorUnits !== 'string' || typeof currency !== 'string') return undefined;
  return { paymentId, phase, amount: { minorUnits, currency }, startedAtMs, ...ended };
}

/** A result that another version can’t read is left out: the payment is then open, and is asked about. */
function parseUnshown(value: unknown, paymentId: string): Pick<JournalEntry, 'unshown'> {
  const unshown = parseStoredResult(value, paymentId);
  return unshown === undefined ? {} : { unshown };
}
