import {
  TallyError,
  currencyExponent,
  isPaymentId,
  isRefundId,
  parseAmountMinorUnits,
  type Clock,
  type RefundJson,
  type RefundRequestJson,
} from '@tallystick/foundation';
import type { Database } from '@tallystick/postgres';
import type { AuthenticationServer } from '@tallystick/verification-contract';
import { readPayment } from '../payments/payment-rows.ts';
import type { Places } from '../places/places.ts';
import type { Till } from '../tills/till.ts';
import { refundJson } from './refund-json.ts';
import { refundPayment } from './refund-payment.ts';
import { readRefund } from './refund-rows.ts';
import type { RefundRequest } from './refund.ts';

export interface RefundServiceParts {
  readonly database: Database;
  readonly places: Places;
  readonly clock: Clock;
  readonly authenticationServer: AuthenticationServer;
  /** Throws `clock_unsafe` while system and database time disagree. */
  readonly assertClockSafe: () => void;
}

export interface RefundService {
  refund(till: Till, request: RefundRequestJson): Promise<RefundJson>;
  query(till: Till, refundId: string): Promise<RefundJson>;
}

/** Refunds of one installation. Each is a short transaction of its own; they are far rarer than payments. */
export function createRefundService(parts: RefundServiceParts): RefundService {
  const { database, clock, places, authenticationServer } = parts;
  return {
    async refund(till, request) {
      parts.assertClockSafe();
      const checked = toRefundRequest(till, request);
      const { merchantId, paymentId } = checked;
      // For a payment that nobody has named any bucket will do: it is found in none.
      const bucket = (await places.find({ kind: 'payment', merchantId, id: paymentId })) ?? 0;
      const { refund, payment } = await authenticationServer.withConfirmationKey(
        checked,
        (confirmationKeyOf) =>
          database.transaction((transaction) =>
            refundPayment({ clock, confirmationKeyOf, places }, transaction, bucket, checked),
          ),
      );
      return refundJson(refund, payment, till.merchantName);
    },
    async query({ merchantId, merchantName }, refundId) {
      if (!isRefundId(refundId)) throw new TallyError('malformed_request', { field: '/refundId' });
      const bucket = await places.find({ kind: 'refund', merchantId, id: refundId });
      if (bucket === undefined) throw new TallyError('refund_never_seen');
      return database.transaction(async (transaction) => {
        const refund = await readRefund(transaction, bucket, merchantId, refundId);
        if (refund === undefined) throw new TallyError('refund_never_seen');
        const payment = await readPayment(transaction, bucket, merchantId, refund.paymentId);
        if (payment?.state !== 'final') throw new Error('a refund lacks its payment');
        return refundJson(refund, payment, merchantName);
      });
    },
  };
}

function toRefundRequest(till: Till, { refundId, paymentId, amount }: RefundRequestJson): RefundRequest {
  if (!isRefundId(refundId)) throw new TallyError('malformed_request', { field: '/refundId' });
  if (!isPaymentId(paymentId)) throw new TallyError('malformed_request', { field: '/paymentId' });
  const minorUnits = parseAmountMinorUnits(amount.minorUnits);
  if (minorUnits === undefined) throw new TallyError('amount_invalid', { field: '/amount/minorUnits' });
  const { currency } = amount;
  if (currencyExponent(currency) === undefined)
    throw new TallyError('currency_unknown', { field: '/amount/currency' });
  const { merchantId, merchantName, tillNumber } = till;
  return { merchantId, merchantName, tillNumber, refundId, paymentId, amount: { minorUnits, currency } };
}
