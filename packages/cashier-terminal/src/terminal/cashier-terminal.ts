import {
  systemClock,
  TallyError,
  type Clock,
  type Money,
  type PaymentDetailsJson,
} from '@tallystick/foundation';
import { closeIfUnpaid, type ClosureResult } from '../back-office/close-if-unpaid.ts';
import { listPayments, type PaymentListQuery, type PaymentListResult } from '../back-office/list-payments.ts';
import { refund, type RefundOrder, type RefundResult } from '../back-office/refund.ts';
import type { TillJournal } from '../journal/till-journal.ts';
import { defaultLoopLimits, type LoopLimits } from '../payment-loop/loop-limits.ts';
import type { PaymentResult } from '../payment-loop/payment-result.ts';
import type { SentRequest } from '../payment-loop/run-payment.ts';
import { timerWait, type Wait } from '../payment-loop/wait.ts';
import { createPlatformClient, type Fetch } from '../platform-client/platform-client.ts';
import type { TillIdentity } from '../platform-client/till-identity.ts';
import { checkedAmount, checkedCode, checkedOrder, checkedPaymentId } from './checked-input.ts';
import { lookUp, type PaymentLookup } from './look-up.ts';
import { createOpenPayments, type Show } from './open-payments.ts';
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
  /**
   * Payments that an earlier life of the till left open and that could not be ended, where the cashier wants to charge all
   * the same. Needed only without an `order`.
   */
  readonly besidesOpen?: readonly string[];
  /** For the merchant’s books. */
  readonly details?: PaymentDetailsJson;
  /** Aborted by a cashier who cancels: the payment is reversed, and the result says what came of it. */
  readonly signal?: AbortSignal;
  /** Told the payment id as soon as it is stored, before anything is sent. */
  readonly onStored?: (paymentId: string) => void;
  /**
   * Shows or prints the result. The payment stays in the journal until this has resolved, so that a till that dies before
   * the cashier has seen the result shows it after the next start, and nobody charges a second time. Where it rejects, `pay`
   * rejects, and the next draining shows the result again.
   */
  readonly show?: Show;
}

/**
 * A cashier terminal. Methods resolve with a result, also a bad one; they reject only where nothing was begun, and with
 * what `show` throws.
 */
export interface CashierTerminal {
  /**
   * Takes one payment to its end.
   *
   * @throws TallyError `amount_invalid`, `currency_unknown`, `code_*`, `till_busy`, `earlier_payment_open`, or what the
   *   journal throws
   */
  pay(order: PaymentOrder): Promise<PaymentResult>;
  /** Asks once how a payment stands; moves nothing. */
  query(paymentId: string): Promise<PaymentLookup>;
  /**
   * Closes a payment permanently, in any state, also while it is being made or its result is being shown; money that
   * moved goes back. Repeated until it is confirmed.
   *
   * @throws TallyError `till_busy`, or what the journal throws
   */
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
  /**
   * Ends every payment in the journal that is not being made or shown: for the start of the till and for the return of the
   * network. A payment that the platform never saw or has not decided is reversed; one that it can't be asked about stays
   * in the journal as `unknown`. A call during another one joins it, and its own `show` is not called.
   *
   * @throws What the journal or `show` throws
   */
  finishOpenPayments(show?: Show): Promise<readonly PaymentResult[]>;
  /** @throws TallyError `server_unreachable`, `till_key_unknown` */
  whoAmI(): Promise<TillIdentity>;
}

/** Makes a terminal. All state is in it and in its journal. */
export function createCashierTerminal(options: CashierTerminalOptions): CashierTerminal {
  const { journal, clock = systemClock, wait = timerWait, requestTimeoutMs = 8_000 } = options;
  const fetch: Fetch = options.fetch ?? ((url, init) => globalThis.fetch(url, init));
  const limits = { ...defaultLoopLimits, ...options.limits };
  const client = createPlatformClient({ ...options, fetch, requestTimeoutMs });
  const tools = { client, journal, clock, wait, limits };
  const openPayments = createOpenPayments(tools, options.maximumPaymentsAtOnce ?? 4);
  let issuerPrefix = options.issuerPrefix;

  const whoAmI = (): Promise<TillIdentity> => readIdentity(tools);

  async function pay(order: PaymentOrder): Promise<PaymentResult> {
    const amount = checkedAmount(order.amount);
    issuerPrefix ??= (await whoAmI()).issuerPrefix;
    const sent: SentRequest = {
      code: checkedCode(order.code, issuerPrefix),
      ...(order.order === undefined ? {} : { order: checkedOrder(order.order, order.amount) }),
      ...(order.duplicateOf === undefined ? {} : { duplicateOf: checkedPaymentId(order.duplicateOf) }),
      ...(order.details === undefined ? {} : { details: order.details }),
    };
    if (order.order === undefined) await refuseWhileOpen(order.besidesOpen ?? []);
    const { signal, onStored, show } = order;
    return openPayments.pay({ sent, amount, signal, onStored, show });
  }

  /**
   * An order is paid once, whoever scans again. Without one, a payment that an earlier life of the till left open may be
   * the same basket: the cashier learns of it before anything is charged.
   */
  async function refuseWhileOpen(besides: readonly string[]): Promise<void> {
    const open = (await openPayments.ofEarlierLife()).filter(({ paymentId }) => !besides.includes(paymentId));
    if (open.length === 0) return;
    const named = open.slice(0, 3).map(({ paymentId }) => paymentId);
    const rest = open.length > named.length ? ` and ${open.length - named.length} more` : '';
    throw new TallyError('earlier_payment_open', {
      detail: `Open since an earlier start of this till: ${named.join(', ')}${rest}.`,
      field: 'besidesOpen',
    });
  }

  return {
    pay,
    async query(paymentId) {
      return lookUp(checkedPaymentId(paymentId), client);
    },
    async reverse(paymentId) {
      return openPayments.reverse(checkedPaymentId(paymentId));
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
    finishOpenPayments: (show) => openPayments.drain(show),
    whoAmI,
  };
}
