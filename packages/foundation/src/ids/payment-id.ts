/** Fits the order numbers of the large payment networks (32 and 64 characters), so that a gateway can pass them through. */
export const paymentIdPattern = '^[0-9A-Za-z_]{1,32}$';

const paymentIdExpression = new RegExp(paymentIdPattern);
const alphabet = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';

export function isPaymentId(text: string): boolean {
  return paymentIdExpression.test(text);
}

/** A payment id for a till: 24 characters that carry 120 random bits. */
export function randomPaymentId(): string {
  const random = crypto.getRandomValues(new Uint8Array(24));
  return Array.from(random, (byte) => alphabet[byte & 31]).join('');
}
