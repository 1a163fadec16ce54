/** Whatever a merchant’s own system calls an order: printable ASCII without spaces, so that it is one word in any log. */
export const orderReferencePattern = '^[!-~]{1,64}$';

const orderReferenceExpression = new RegExp(orderReferencePattern);

export function isOrderReference(text: string): boolean {
  return orderReferenceExpression.test(text);
}
