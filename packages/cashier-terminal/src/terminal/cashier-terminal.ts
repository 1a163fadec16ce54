import {
  randomPaymentId,
  systemClock,
  TallyError,
  type Clock,
  type Money,
  type PaymentDetailsJson,
} from '@tallystick/foundation';
import { closeIfUnpaid, type ClosureResult } from '../back-office/close-if-unpaid.ts';
import { listPayments, type PaymentListQuery, type PaymentListResult } from '../back-office/list-payments.ts';
import { refund, type RefundOrder, type RefundResult } from '../back-office/refund.ts';
import type { JournalEntry, TillJournal } from '../journal/till-journal.ts';
import { defaultLoopLimits, type LoopLimits } from '../payment-loop/loop-limits.ts';
import type { PaymentResult } from '../payment-loop/payment-result.ts';
import { runPayment, type SentRequest } from '../payment-loop/run-payment.ts';
import { timerWait, type Wait } from '../payment-loop/wait.ts';
import { createPlatformClient, type Fetch } from '../platform-client/platform-client.ts';
import type { TillIdentity } from '../platform-client/till-identity.ts';
import { checkedAmount, checkedCode, checkedOrder, checkedPaymentId } from './checked-input.ts';
import { lookUp, type PaymentLookup } from './look-up.ts';
import { readIdentity } from './read-identity.ts';

export interface CashierTerminalOptions {
  /** `https://…`, or `http://` on the loopback. */
  readonly serverUrl: string;
  readonly tillKey: string;
  /** Where open payments are remembered. Two terminals never share one. */
  readonly journal: TillJournal;
  /** The operator’s issuer prefix; where it is missing the terminal asks the platform once. */
  readonly issuerPrefix?: string;
  readonly fetch?: Fetch;
  readonly clock?: Clock;
  readonly wait?: Wait;
  readonly limits?: Partial<LoopLimits>;
  /** How long one request may take; 8 s where it is not given. */
  readonly requestTimeoutMs?: number;
  /** How many payments may be on their way at once; 4 where it is not given. */
  readonly maximumPaymentsAtOnce?: number;
}

export interface PaymentOrder {
  /** The paycode as scanned or typed. */
  readonly code: string;
  readonly amount: Money;
  /** What the payment is for: it is paid once, whoever scans again. The total is in the currency of the payment. */
  readonly order?: { readonly reference: string; readonly total?: Money };
  /** After `duplicate_suspected`: the earlier payment, where the cashier says that this one is meant besides. */
  readonly duplicateOf?: string;
  /** For the merchant’s books. */
  readonly details?: PaymentDetailsJson;
  /** Aborted by a cashier who cancels: the payment is reversed, and the result says what came of it. */
  readonly signal?: AbortSignal;
  /** Told the payment id as soon as it is stored, before anything is sent. */
  readonly onStored?: (paymentId: string) => void;
  /**
   * Shows or prints the result. The payment stays in the journal until this has resolved, so that a till that dies before
   * the cashier has seen the result shows it after the next start, and nobody charges a second time.
   */
  readonly show?: (result: PaymentResult) => Promise<void> | void;
}

interface FinishOrder extends Pick<PaymentOrder, 'signal' | 'show'> {
  /** Stores the payment; nothing is sent before it has resolved. */
  readonly beforeSending: () => Promise<void>;
}

/**
 * A cashier terminal. Methods resolve with a result, also a bad one; they reject only where nothing was begun, and with
 * what `show` throws.
 */
export interface CashierTerminal {
  /** @throws TallyError `amount_invalid`, `currency_unknown`, `code_*`, `till_busy`, or what the journal throws */
  pay(order: PaymentOrder): Promise<PaymentResult>;
  /** Asks once how a payment stands; moves nothing. */
  query(paymentId: string): Promise<PaymentLookup>;
  /** Closes a payment for ever, in any state; money that moved goes back. Repeated until it is confirmed. */
  reverse(paymentId: string): Promise<PaymentResult>;
  /** Makes sure that nothing comes after, and gives nothing back: what was paid is shown. Repeated until it is answered. */
  closeIfUnpaid(paymentId: string): Promise<ClosureResult>;
  /**
   * Gives a part of a payment back, or all of it. Repeated until it is answered.
   *
   * @throws TallyError `malformed_request`, `amount_invalid`, `currency_unknown`
   */
  refund(order: RefundOrder): Promise<RefundResult>;
  /** The payments of the merchant, the newest first. */
  listPayments(query?: PaymentListQuery): Promise<PaymentListResult>;
  /** Ends what an earlier life of this till had begun: for the start of the till and for the return of the network. */
  finishOpenPayments(
    show?: (result: PaymentResult) => Promise<void> | void,
  ): Promise<readonly PaymentResult[]>;
  /** @throws TallyError `server_unreachable`, `till_key_unknown` */
  whoAmI(): Promise<TillIdentity>;
}

/** Makes a terminal. All state is in it and in its journal. */
export function createCashierTerminal(options: CashierTerminalOptions): CashierTerminal {
  const { journal, clock = systemClock, wait = timerWait, requestTimeoutMs = 8_000 } = options;
  const maximumAtOnce = options.maximumPaymentsAtOnce ?? 4;
  const fetch: Fetch = options.fetch ?? ((url, init) => globalThis.fetch(url, init));
  const limits = { ...defaultLoopLimits, ...options.limits };
  const client = createPlatformClient({ ...options, fetch, requestTimeoutMs });
  const tools = { client, journal, clock, wait, limits };
  /** Payments of this life of the till, from before they are stored until after their result was shown. */
  const underWay = new Map<string, { cancel(): void; readonly result: Promise<PaymentResult> }>();
  let placesTaken = 0;
  let issuerPrefix = options.issuerPrefix;

  const whoAmI = (): Promise<TillIdentity> => readIdentity(tools);

  async function inPlace<Result>(work: () => Promise<Result>): Promise<Result> {
    if (placesTaken >= maximumAtOnce) throw new TallyError('till_busy');
    placesTaken += 1;
    return work().finally(() => (placesTaken -= 1));
  }

  /** Runs an entry to its end, shows the result, then forgets it; what is unknown stays in the journal. */
  async function finish(
    entry: JournalEntry,
    sent: SentRequest | null,
    order: FinishOrder,
  ): Promise<PaymentResult> {
    const cancelling = new AbortController();
    const cancel = (): void => cancelling.abort();
    order.signal?.addEventListener('abort', cancel, { once: true });
    if (order.signal?.aborted === true) cancel();
    const result = order.beforeSending().then(() => runPayment(entry, sent, tools, cancelling.signal));
    underWay.set(entry.paymentId, { cancel, result });
    try {
      const ended = await result;
      await order.show?.(ended);
      // A settle that fails is no reason to hide the result; the entry is only asked about once more.
      if (ended.state !== 'unknown') await journal.settle(entry.paymentId).catch(() => undefined);
      return ended;
    } finally {
      underWay.delete(entry.paymentId);
      order.signal?.removeEventListener('abort', cancel);
    }
  }

  async function pay(order: PaymentOrder): Promise<PaymentResult> {
    const amount = checkedAmount(order.amount);
    issuerPrefix ??= (await whoAmI()).issuerPrefix;
    const sent: SentRequest = {
      code: checkedCode(order.code, issuerPrefix),
      ...(order.order === undefined ? {} : { order: checkedOrder(order.order, order.amount) }),
      ...(order.duplicateOf === undefined ? {} : { duplicateOf: checkedPaymentId(order.duplicateOf) }),
      ...(order.details === undefined ? {} : { details: order.details }),
    };
    const paymentId = randomPaymentId();
    const entry: JournalEntry = { paymentId, phase: 'paying', amount, startedAtMs: clock.nowMs() };
    const beforeSending = async (): Promise<void> => {
      await journal.put(entry);
      order.onStored?.(paymentId);
    };
    return finish(entry, sent, { ...order, beforeSending });
  }

  async function reverse(paymentId: string): Promise<PaymentResult> {
    const known = (await journal.openEntries()).find((entry) => entry.paymentId === paymentId);
    const amount = known?.amount ?? null;
    const entry: JournalEntry = { paymentId, phase: 'reversing', amount, startedAtMs: clock.nowMs() };
    return finish(entry, null, { beforeSending: () => journal.put(entry) });
  }

  async function finishEach(
    entries: JournalEntry[],
    show: PaymentOrder['show'],
    results: PaymentResult[],
  ): Promise<void> {
    for (let entry = entries.shift(); entry !== undefined; entry = entries.shift()) {
      if (underWay.has(entry.paymentId)) continue;
      const beforeSending = (): Promise<void> => Promise.resolve();
      results.push(await finish(entry, null, { beforeSending, ...(show === undefined ? {} : { show }) }));
    }
  }

  return {
    pay: (order) => inPlace(() => pay(order)),
    async query(paymentId) {
      return lookUp(checkedPaymentId(paymentId), client);
    },
    async reverse(paymentId) {
      const own = underWay.get(checkedPaymentId(paymentId));
      own?.cancel();
      return own === undefined ? inPlace(() => reverse(paymentId)) : own.result;
    },
    async closeIfUnpaid(paymentId) {
      return closeIfUnpaid(checkedPaymentId(paymentId), tools);
    },
    async refund(order) {
      return refund(order, tools);
    },
    async listPayments(query = {}) {
      return listPayments(query, tools);
    },
    async finishOpenPayments(show) {
      const entries = [...(await journal.openEntries())];
      const results: PaymentResult[] = [];
      const lines = Array.from({ length: maximumAtOnce }, () => finishEach(entries, show, results));
      await Promise.all(lines);
      return results;
    },
    whoAmI,
  };
}
