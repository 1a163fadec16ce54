import {
  TallyError,
  type ConfirmationJson,
  type DeclineCode,
  type OutcomeJson,
  type PaymentAnswerJson,
  type PaymentRequestJson,
  type PendingJson,
  type ReversalJson,
} from '@tallystick/foundation';

interface StoredPayment {
  readonly request: PaymentRequestJson | null;
  outcome: OutcomeJson | null;
}

/** What a platform promises about payment ids, kept in memory. */
export interface ContractPayments {
  pay(request: PaymentRequestJson, isPending: boolean): { status: number; json: PaymentAnswerJson };
  query(paymentId: string): { status: number; json: PaymentAnswerJson };
  reverse(paymentId: string): { status: number; json: ReversalJson };
  outcomeOf(paymentId: string): OutcomeJson | null;
  /** Payments that took money and did not give it back. */
  paidIds(): string[];
}

/** `pollAfterMs` of the pending answers. */
export const contractPollAfterMs = 1000;

export function createContractPayments(
  till: { readonly tillNumber: string; readonly merchantName: string },
  decide: (request: PaymentRequestJson) => DeclineCode | null,
): ContractPayments {
  const stored = new Map<string, StoredPayment>();

  function outcome(
    paymentId: string,
    request: PaymentRequestJson | null,
    errorCode: DeclineCode | null,
  ): OutcomeJson {
    return {
      final: true,
      outcome: errorCode === null ? 'approved' : 'declined',
      paymentId,
      errorCode,
      cashierWords: errorCode === null ? null : new TallyError(errorCode).definition.cashierWords,
      amount: request?.amount ?? null,
      refunded: request === null ? null : { minorUnits: '0', currency: request.amount.currency },
      refunds: [],
      ...till,
      decidedAt: 1_790_000_000,
      codeEnding: request?.code.slice(-4) ?? null,
      details: request?.details ?? null,
      orderReference: request?.order?.reference ?? null,
      earlierPayment: null,
      confirmation: errorCode === null ? confirmation(0) : null,
    };
  }

  function pending(paymentId: string): { status: number; json: PendingJson } {
    const json: PendingJson = {
      ...{ final: false, outcome: 'pending', paymentId, errorCode: null },
      ...{ cashierWords: 'One moment.', pollAfterMs: contractPollAfterMs },
    };
    return { status: 202, json };
  }

  return {
    pay(request, isPending) {
      const payment = stored.get(request.paymentId) ?? { request, outcome: null };
      stored.set(request.paymentId, payment);
      const isSame = payment.request === null || JSON.stringify(payment.request) === JSON.stringify(request);
      if (!isSame) throw new TallyError('payment_id_reused');
      if (isPending && payment.outcome === null) return pending(request.paymentId);
      payment.outcome ??= outcome(request.paymentId, request, decide(request));
      return { status: 200, json: payment.outcome };
    },
    query(paymentId) {
      const payment = stored.get(paymentId);
      if (payment === undefined) throw new TallyError('payment_never_seen');
      return payment.outcome === null ? pending(paymentId) : { status: 200, json: payment.outcome };
    },
    reverse(paymentId) {
      const payment = stored.get(paymentId) ?? { request: null, outcome: null };
      const isPaid = payment.outcome?.outcome === 'approved';
      const result = isPaid ? 'refunded' : stored.has(paymentId) ? 'closed' : 'never_seen';
      payment.outcome = isPaid
        ? {
            ...outcome(paymentId, payment.request, null),
            refunded: payment.request?.amount ?? null,
            confirmation: confirmation(1),
          }
        : (payment.outcome ?? outcome(paymentId, payment.request, 'reversed'));
      stored.set(paymentId, payment);
      return { status: 200, json: { paymentId, result, payment: payment.outcome } };
    },
    outcomeOf: (paymentId) => stored.get(paymentId)?.outcome ?? null,
    paidIds: () =>
      [...stored.entries()]
        .filter(([, { outcome }]) => outcome?.outcome === 'approved' && outcome.refunded?.minorUnits === '0')
        .map(([paymentId]) => paymentId),
  };
}

function confirmation(receiptNumber: number): ConfirmationJson {
  return { receiptNumber, qr: `TALLY1:R:${'dGFsbHk'.repeat(24)}`, typed: '12345678' };
}
