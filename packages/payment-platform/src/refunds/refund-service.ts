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
import type { AuthenticationServer } from '../payments/authentication-server.ts';
import { readPayment } from '../payments/payment-rows.ts';
import type { Till } from '../tills/till.ts';
import { refundJson } from './refund-json.ts';
import { refundPayment } from './refund-payment.ts';
import { readRefund } from './refund-rows.ts';
import type { RefundRequest } from './refund.ts';

/** The one bucket of a database that was made with one. */
const onlyBucket = 0;

export interface RefundServiceParts {
  readonly database: Database;
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
  const { database, clock, authenticationServer } = parts;
  return {
    async refund(till, request) {
      parts.assertClockSafe();
      const checked = toRefundRequest(till, request);
      const { refund, payment } = await authenticationServer.withConfirmationKey(
        checked,
        (confirmationKeyOf) =>
          database.transaction((transaction) =>
            refundPayment({ clock, confirmationKeyOf }, transaction, onlyBucket, checked),
          ),
      );
      return refundJson(refund, payment, till.merchantName);
    },
    async query({ merchantId, merchantName }, refundId) {
      if (!isRefundId(refundId)) throw new TallyError('malformed_request', { field: '/refundId' });
      return database.transaction(async (transaction) => {
        const refund = await readRefund(transaction, onlyBucket, merchantId, refundId);
        if (refund === undefined) throw new TallyError('refund_never_seen');
        const payment = await readPayment(transaction, onlyBucket, merchantId, refund.paymentId);
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
