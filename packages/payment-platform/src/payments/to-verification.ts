import type { VerificationRequest } from '@tallystick/verification-contract';
import type { PaymentRequest } from './payment.ts';

type Verified = Pick<
  PaymentRequest,
  'merchantId' | 'paymentId' | 'tillId' | 'alias' | 'intent' | 'password' | 'requestHash'
>;

/** What the authentication server is told of a payment: its code, and never its amount. */
export function toVerification(request: Verified): VerificationRequest {
  const { merchantId, paymentId, tillId, alias, intent, password, requestHash } = request;
  return { claim: { merchantId, paymentId }, requestHash, tillId, alias, intent, password };
}
