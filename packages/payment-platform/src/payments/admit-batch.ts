import type { DeclineCode } from '@tallystick/foundation';
import { suspectDuplicates, type Suspicion } from '../duplicates/suspect-duplicates.ts';
import { admitToOrders, type Admission } from '../orders/admit-to-orders.ts';
import type { OrderState } from '../orders/order.ts';
import type { SortedClaims } from './claims.ts';
import { paymentOfRequest } from './payment-of-request.ts';
import type { DecidedPayment, PaymentAnswer, PaymentRequest } from './payment.ts';

/** What a till waits before it asks again for a payment that another one is in the way of. */
const busyPollAfterMs = 1000;

/** What was read and locked for a batch besides its credentials and claims. */
export interface InTheWay {
  readonly orders: ReadonlyMap<string, OrderState>;
  /** Ids of payments like those of the batch (recent-payments.ts). */
  readonly recent: ReadonlyMap<string, string>;
  /** The same of payments that are being decided in other batches; none where the credentials’ locks keep them apart. */
  readonly inWork?: ReadonlyMap<string, string>;
}

/** A batch after its claims and its orders were looked at, and before any code is verified. */
export interface AdmittedBatch {
  /** Indexes of the requests whose codes are to be verified, in the order of arrival. */
  readonly admitted: readonly number[];
  /** Answers to requests that are not admitted, by index. */
  readonly answered: ReadonlyMap<number, PaymentAnswer>;
  /** Those of them that are outcomes, to be stored. */
  readonly declined: readonly DecidedPayment[];
  /** The orders of the batch with what is now reserved on them. */
  readonly orders: ReadonlyMap<string, OrderState>;
}

/** Keeps out the payments that must not be verified, so that their codes stay unspent (DESIGN §3.6). */
export function admitBatch(
  requests: readonly PaymentRequest[],
  claims: SortedClaims,
  { orders, recent, inWork }: InTheWay,
  now: Date,
): AdmittedBatch {
  const reserved = reserve(requests, claims, orders);
  // Claimed apart from its verification, a payment was looked at then; its code may be burnt by now.
  const looked =
    inWork === undefined ? claims.undecided : claims.undecided.filter((index) => !claims.open.has(index));
  const suspicions = suspectDuplicates(recent, requests, looked, inWork);
  const answered = new Map<number, PaymentAnswer>();
  for (const index of claims.undecided) {
    const obstacle = suspicions.get(index) ?? reserved.admissions.get(index);
    const answer = obstacle === undefined ? undefined : answerTo(requests[index]!, obstacle, now);
    if (answer !== undefined) answered.set(index, answer);
  }
  return {
    admitted: claims.undecided.filter((index) => !answered.has(index)),
    answered,
    declined: [...answered].flatMap(([index, answer]) =>
      answer.kind === 'final'
        ? [{ request: requests[index]!, payment: answer.payment, wasOpen: claims.open.has(index) }]
        : [],
    ),
    orders: reserved.orders,
  };
}

function reserve(
  requests: readonly PaymentRequest[],
  claims: SortedClaims,
  locked: ReadonlyMap<string, OrderState>,
) {
  const indexes = claims.undecided.filter((index) => requests[index]!.order !== null);
  const asked = indexes.flatMap((index) => {
    const { merchantId, order, amount } = requests[index]!;
    return order === null ? [] : [{ merchantId, order, amount, isReserved: claims.open.has(index) }];
  });
  const { admissions, orders } = admitToOrders(locked, asked);
  return { admissions: new Map(indexes.map((index, position) => [index, admissions[position]!])), orders };
}

/** The answer to a request that is not admitted; undefined for one that is. */
function answerTo(
  request: PaymentRequest,
  obstacle: Admission | Suspicion,
  now: Date,
): PaymentAnswer | undefined {
  switch (obstacle.kind) {
    case 'admitted':
      return undefined;
    case 'busy':
      return { kind: 'pending', reason: 'order_busy', pollAfterMs: busyPollAfterMs };
    case 'in_work':
      return { kind: 'pending', reason: 'in_work', pollAfterMs: busyPollAfterMs };
    case 'refused':
      return { kind: 'refused', code: obstacle.code };
    case 'already_paid':
      return declinedFor(request, 'order_already_paid', obstacle.paidBy, now);
    case 'duplicate':
      return declinedFor(request, 'duplicate_suspected', obstacle.earlierPaymentId, now);
  }
}

function declinedFor(
  request: PaymentRequest,
  code: DeclineCode,
  earlierPaymentId: string,
  now: Date,
): PaymentAnswer {
  const payment = { ...paymentOfRequest(request, code, now), earlierPaymentId };
  return { kind: 'final', payment, isRepeat: false };
}
