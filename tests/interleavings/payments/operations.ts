import { TallyError, type OutcomeJson, type PaymentAnswerJson } from '@tallystick/foundation';
import { endAbandonedPayments, type Till } from '@tallystick/payment-platform';
import type { ServerBehindGate } from './server-behind-gate.ts';
import type { Subject } from './start-subject.ts';

/** What can happen to a payment. */
export type Operation =
  | 'pay'
  | 'retry'
  | 'second_scan'
  | 'query'
  | 'reverse'
  | 'close'
  | 'refund'
  | 'refund_retry'
  | 'other_refund'
  | 'end_abandoned';

/** What the till was told of the payment: an outcome, that there is none yet, or that there is no such payment. */
export type Told = OutcomeJson | 'pending' | 'never_seen';

/** All that an operation was answered. */
export interface Answer {
  readonly operation: Operation;
  /** Of the payment, in the order in which it was told; of the second scan, for `second_scan`. */
  readonly told: readonly Told[];
  /** Of a reversal, a closing or a refund. */
  readonly result: string;
}

type Work = (server: ServerBehindGate, till: Till, subject: Subject) => Promise<Omit<Answer, 'operation'>>;

const pay: Work = async ({ system }, till, { payment }) => {
  const answer = await system.payments.pay(till, payment);
  return { told: [toTold(answer)], result: '' };
};

const refund =
  (which: 'refund' | 'otherRefund'): Work =>
  async ({ system }, till, subject) => {
    await system.refunds.refund(till, subject[which]);
    return { told: [], result: 'booked' };
  };

const works: Readonly<Record<Operation, Work>> = {
  pay,
  retry: pay,
  async second_scan({ system }, till, { secondScan }) {
    return { told: [toTold(await system.payments.pay(till, secondScan))], result: '' };
  },
  /** Asks twice, so that it would notice an outcome that changes. */
  async query({ system }, till, { payment }) {
    const first = await query(system.payments.query(till, payment.paymentId));
    return { told: [first, await query(system.payments.query(till, payment.paymentId))], result: '' };
  },
  async reverse({ system }, till, { payment }) {
    const reversal = await system.payments.reverse(till, payment.paymentId);
    return { told: [reversal.payment], result: reversal.result };
  },
  async close({ system }, till, { payment }) {
    const closure = await system.payments.closeIfUnpaid(till, payment.paymentId);
    return { told: [closure.payment], result: closure.result };
  },
  refund: refund('refund'),
  refund_retry: refund('refund'),
  other_refund: refund('otherRefund'),
  async end_abandoned({ late }) {
    await endAbandonedPayments(late);
    return { told: [], result: '' };
  },
};

/** Runs one operation at one server; what it is refused is an answer too. */
export async function operate(
  operation: Operation,
  server: ServerBehindGate,
  till: Till,
  subject: Subject,
): Promise<Answer> {
  try {
    return { operation, ...(await works[operation](server, till, subject)) };
  } catch (error) {
    if (!(error instanceof TallyError)) throw error;
    return { operation, told: [], result: error.code };
  }
}

export function toTold(answer: PaymentAnswerJson): Told {
  return answer.final ? answer : 'pending';
}

/** The answer to a query as what was told. */
export async function query(asked: Promise<PaymentAnswerJson>): Promise<Told> {
  try {
    return toTold(await asked);
  } catch (error) {
    if (error instanceof TallyError && error.code === 'payment_never_seen') return 'never_seen';
    throw error;
  }
}
