/** The result of one payment as its payer terminal may prove and keep it. */
export interface Receipt {
  /** 0: the outcome. 1, 2, …: reversal and refunds. A higher number replaces a lower one. */
  readonly receiptNumber: number;
  readonly outcome: 'approved' | 'declined';
  /** Why it was declined; null where it was approved. */
  readonly errorCode: string | null;
  /** Decimal digits. */
  readonly minorUnits: string;
  /** ISO 4217. */
  readonly currency: string;
  /** Decimal digits; all that has gone back so far. */
  readonly refundedMinorUnits: string;
  /** Seven digits. */
  readonly tillNumber: string;
  readonly merchantName: string;
  readonly paymentId: string;
  /** Unix seconds of the decision. */
  readonly decidedAt: number;
  /** The last four digits of the paycode. */
  readonly codeEnding: string;
}

/** A hundred characters of any script in UTF-8. A receipt with such a merchant’s name still fits into one QR code. */
export const longestMerchantNameBytes = 400;

/** Receipt numbers are bounded so that a receipt’s length is. */
const highestReceiptNumber = 9_999;

/** Unix seconds of ten digits: until the year 2286. */
const lastSecond = 9_999_999_999;

/** An amount of a payment, 1 to 999999999999 minor units. */
export function isReceiptAmount(text: string): boolean {
  return /^[1-9][0-9]{0,11}$/.test(text);
}

export function isReceiptCurrency(text: string): boolean {
  return /^[A-Z]{3}$/.test(text);
}

/** True where every field has the form that the canonical text can hold. The merchant’s name is checked as bytes. */
export function isReceiptWellFormed(receipt: Receipt): boolean {
  return (
    isWholeNumber(receipt.receiptNumber, highestReceiptNumber) &&
    isOutcomeWithReason(receipt) &&
    isReceiptAmount(receipt.minorUnits) &&
    isReceiptCurrency(receipt.currency) &&
    isRefundWithin(receipt) &&
    /^[0-9]{7}$/.test(receipt.tillNumber) &&
    /^[0-9A-Za-z_]{1,32}$/.test(receipt.paymentId) &&
    isWholeNumber(receipt.decidedAt, lastSecond) &&
    /^[0-9]{4}$/.test(receipt.codeEnding)
  );
}

function isWholeNumber(value: number, highest: number): boolean {
  return Number.isInteger(value) && value >= 0 && value <= highest;
}

function isOutcomeWithReason(receipt: Receipt): boolean {
  if (receipt.outcome === 'approved') return receipt.errorCode === null;
  return receipt.errorCode !== null && /^[a-z][a-z_]{0,31}$/.test(receipt.errorCode);
}

/** No more can have gone back than was paid; twelve digits are exact as numbers. */
function isRefundWithin(receipt: Receipt): boolean {
  const isAmount = receipt.refundedMinorUnits === '0' || isReceiptAmount(receipt.refundedMinorUnits);
  const paid = receipt.outcome === 'approved' ? Number(receipt.minorUnits) : 0;
  return isAmount && Number(receipt.refundedMinorUnits) <= paid;
}
