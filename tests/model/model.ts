import { createBooks } from './books.ts';
import { verdictOn, type Credential } from './codes.ts';
import { newOrder, reserve, type Order } from './orders.ts';
import {
  newPayment,
  tombstone,
  type ModelRefund,
  type ModelRequest,
  type ModelTill,
  type Payment,
} from './payment.ts';
import { outcomeWords, pendingWords, refusedWords } from './words.ts';

export type Model = ReturnType<typeof createModel>;

/**
 * DESIGN §3.6 as a program: what a payment platform answers, one message after another. It knows nothing of transactions,
 * locks, batches and servers; whatever those do, the answers must be these.
 */
export function createModel(clock: { nowMs(): number }) {
  const { balanceOf, move, topUp } = createBooks();
  const credentials = new Map<string, Credential>();
  const payments = new Map<string, Payment>();
  const orders = new Map<string, Order>();
  const refunds = new Map<string, ModelRefund>();
  /** The latest approved payment without an order of each till, alias and amount. */
  const lately = new Map<string, { readonly payment: Payment; readonly atMs: number }>();

  /** The same id with the same request gets the stored outcome, or the work goes on; with another, never an old outcome. */
  function pay(at: ModelTill, request: ModelRequest): string {
    const key = `${at.merchant}/${request.paymentId}`;
    const fields = JSON.stringify([at.till, request]);
    const stored = payments.get(key);
    if (stored !== undefined && (stored.fields ?? fields) !== fields)
      return refusedWords('payment_id_reused');
    if (stored !== undefined && stored.state !== 'open') return wordsOf(stored);
    const payment = stored ?? newPayment(at, request, fields, clock.nowMs());

    if (request.order === null) {
      const twin = twinOf(at, request);
      payments.set(key, payment);
      if (twin !== undefined) return decline(payment, 'duplicate_suspected', twin.paymentId);
    } else if (stored === undefined) {
      const order = orderOf(payment)!;
      const room = reserve(order, payment.minorUnits, request.order.total);
      if (room === 'order_busy') return pendingWords(room);
      if (room !== 'reserved' && room !== 'order_already_paid') return refusedWords(room);
      payments.set(key, payment);
      if (room === 'order_already_paid') return decline(payment, room, order.paidBy);
    }
    return spend(at, request, payment, `${key} ${fields}`);
  }

  /** Only now the code is looked at. A genuine one is spent, whatever the account then says. */
  function spend(at: ModelTill, request: ModelRequest, payment: Payment, holder: string): string {
    const { payer, step } = request.code;
    const credential = credentials.get(payer) ?? { accepted: [], held: new Map() };
    credentials.set(payer, credential);
    const verdict = verdictOn(credential, step, holder, clock.nowMs());
    if (verdict === 'held') return wordsOf(payment);
    const order = orderOf(payment);
    if (order !== undefined) order.reserved -= payment.minorUnits;
    if (verdict !== 'genuine') return decline(payment, verdict);
    if (balanceOf(payer) < payment.minorUnits) return decline(payment, 'insufficient_funds');

    payment.state = 'approved';
    move(payer, at.merchant, payment.minorUnits);
    if (order === undefined) lately.set(likeness(at, request), { payment, atMs: clock.nowMs() });
    else {
      order.paid += payment.minorUnits;
      order.paidBy = payment.paymentId;
    }
    return wordsOf(payment);
  }

  /** What looks like this payment, stands, and is less than a minute old. */
  function twinOf(at: ModelTill, request: ModelRequest): Payment | undefined {
    const { payment, atMs } = lately.get(likeness(at, request)) ?? {};
    if (payment === undefined || atMs === undefined || clock.nowMs() - atMs >= 60_000) return undefined;
    return payment.back < payment.minorUnits && payment.paymentId !== request.duplicateOf
      ? payment
      : undefined;
  }

  function query(at: ModelTill, paymentId: string): string {
    const stored = payments.get(`${at.merchant}/${paymentId}`);
    return stored === undefined ? refusedWords('payment_never_seen') : wordsOf(stored);
  }

  /** In any state: closes what was not paid, and gives nothing back. */
  function close(at: ModelTill, paymentId: string): string {
    const key = `${at.merchant}/${paymentId}`;
    const stored = payments.get(key) ?? tombstone(at, paymentId, clock.nowMs());
    payments.set(key, stored);
    if (stored.state === 'open') end(stored);
    const result = stored.fields === null ? 'never_seen' : 'closed';
    if (stored.state === 'declined') return `${result}: ${wordsOf(stored)}`;
    return `${stored.back === stored.minorUnits ? 'refunded' : 'paid'}: ${wordsOf(stored)}`;
  }

  /** The same, and gives back all that is left of what was paid. */
  function reverse(at: ModelTill, paymentId: string): string {
    const answer = close(at, paymentId);
    const stored = payments.get(`${at.merchant}/${paymentId}`)!;
    if (!answer.startsWith('paid')) return answer;
    const order = orderOf(stored);
    if (order !== undefined) {
      order.paid -= stored.minorUnits;
      if (order.paidBy === paymentId) order.paidBy = '';
    }
    giveBack(stored, stored.minorUnits - stored.back);
    stored.isReversed = true;
    return `refunded: ${wordsOf(stored)}`;
  }

  function refund(at: ModelTill, asked: ModelRefund): string {
    const key = `${at.merchant}/${asked.refundId}`;
    const known = refunds.get(key);
    if (known !== undefined && JSON.stringify(known) !== JSON.stringify(asked))
      return refusedWords('refund_id_reused');
    if (known !== undefined) return `refunded ${asked.minorUnits}`;
    const payment = payments.get(`${at.merchant}/${asked.paymentId}`);
    if (payment === undefined) return refusedWords('payment_never_seen');
    if (payment.state !== 'approved') return refusedWords('payment_not_approved');
    if (payment.isReversed) return refusedWords('payment_already_reversed');
    if (payment.back + BigInt(asked.minorUnits) > payment.minorUnits)
      return refusedWords('refund_exceeds_payment');
    refunds.set(key, asked);
    giveBack(payment, BigInt(asked.minorUnits));
    return `refunded ${asked.minorUnits}`;
  }

  /** Housekeeping: what has been open for five minutes is closed, as if its till had done it. It never approves. */
  function endAbandoned(): string {
    const abandoned = [...payments.values()].filter(
      ({ state, claimedAtMs }) => state === 'open' && clock.nowMs() - claimedAtMs > 300_000,
    );
    abandoned.forEach(end);
    return 'ended';
  }

  function end(payment: Payment): void {
    const order = orderOf(payment);
    if (order !== undefined) order.reserved -= payment.minorUnits;
    decline(payment, 'reversed');
  }

  function decline(payment: Payment, reason: string, earlier: string | null = null): string {
    Object.assign(payment, { state: 'declined', reason, earlier });
    return wordsOf(payment);
  }

  function giveBack(payment: Payment, minorUnits: bigint): void {
    payment.back += minorUnits;
    move(payment.merchant, payment.payer!, minorUnits);
  }

  function orderOf({ merchant, order }: Payment): Order | undefined {
    if (order === null) return undefined;
    const key = `${merchant}/${order}`;
    if (!orders.has(key)) orders.set(key, newOrder());
    return orders.get(key);
  }

  return { pay, query, close, reverse, refund, topUp, endAbandoned, balanceOf };
}

function likeness({ till }: ModelTill, { code, minorUnits }: ModelRequest): string {
  return `${till}/${code.alias}/${minorUnits}`;
}

function wordsOf(payment: Payment): string {
  return payment.state === 'open' ? pendingWords('code_early') : outcomeWords(payment);
}
