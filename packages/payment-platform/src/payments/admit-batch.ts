import { admitToOrders, type Admission } from '../orders/admit-to-orders.ts';
import type { OrderState } from '../orders/order.ts';
import type { SortedClaims } from './claims.ts';
import { paymentOfRequest } from './payment-of-request.ts';
import type { PaymentAnswer, PaymentRequest } from './payment.ts';
import type { DecidedPayment } from './write-payments.ts';

/** What a till waits before it asks again for a payment that another one is in the way of. */
const busyPollAfterMs = 1000;

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
  orders: ReadonlyMap<string, OrderState>,
  now: Date,
): AdmittedBatch {
  const asked = claims.undecided.flatMap((index) => {
    const { merchantId, order, amount } = requests[index]!;
    return order === null ? [] : [{ index, merchantId, order, amount, isReserved: claims.open.has(index) }];
  });
  if (asked.length === 0) return { admitted: claims.undecided, answered: new Map(), declined: [], orders };

  const reserved = admitToOrders(orders, asked);
  const answered = new Map<number, PaymentAnswer>();
  const declined: DecidedPayment[] = [];
  asked.forEach(({ index }, position) => {
    const answer = answerWithout(requests[index]!, reserved.admissions[position]!, now);
    if (answer === undefined) return;
    answered.set(index, answer);
    if (answer.kind === 'final') declined.push({ request: requests[index]!, payment: answer.payment });
  });
  const admitted = claims.undecided.filter((index) => !answered.has(index));
  return { admitted, answered, declined, orders: reserved.orders };
}

/** The answer to a request that is not admitted. */
function answerWithout(request: PaymentRequest, admission: Admission, now: Date): PaymentAnswer | undefined {
  switch (admission.kind) {
    case 'admitted':
      return undefined;
    case 'busy':
      return { kind: 'pending', reason: 'order_busy', pollAfterMs: busyPollAfterMs };
    case 'refused':
      return { kind: 'refused', code: admission.code };
    case 'already_paid': {
      const payment = paymentOfRequest(request, 'order_already_paid', now);
      return {
        kind: 'final',
        payment: { ...payment, earlierPaymentId: admission.paidBy },
        isRepeat: false,
      };
    }
  }
}
