/** What a numeric paycode begins with, unless the operator chooses another. */
export const defaultIssuerPrefix = '83';

/** Two digits that no other payer code in wide use begins with: WeChat has 10–15, Alipay 25–30, 62 is UnionPay’s. */
export function isIssuerPrefixAllowed(prefix: string): boolean {
  if (!/^[0-9]{2}$/.test(prefix)) return false;
  const number = Number(prefix);
  if (number >= 10 && number <= 15) return false;
  if (number >= 25 && number <= 30) return false;
  return number !== 62;
}
