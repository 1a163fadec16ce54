/** Made by the till as a payment id is. The large networks give a refund 64 characters, so a gateway can pass theirs on. */
export const refundIdPattern = '^[0-9A-Za-z_]{1,64}$';

const refundIdExpression = new RegExp(refundIdPattern);

export function isRefundId(text: string): boolean {
  return refundIdExpression.test(text);
}
