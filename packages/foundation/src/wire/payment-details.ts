/**
 * What a till may say about a payment for its merchant’s own books. The platform stores it and shows it, and decides
 * nothing by it. It is no place for a payer’s name: it is kept as long as the payment.
 */
export interface PaymentDetailsJson {
  /** Where in the shop, such as `Terrace`; 1 to 64 characters. */
  readonly placeOfSale?: string;
  /** Who took the payment; 1 to 64 characters. */
  readonly cashier?: string;
  /** Up to 16 texts of up to 200 characters, each under a key of 1 to 40 of `0-9A-Za-z_.-`. */
  readonly metadata?: Readonly<Record<string, string>>;
}

/** The limits of `PaymentDetailsJson`. */
export const paymentDetailsLimits = {
  nameLength: 64,
  metadataKeys: 16,
  metadataKeyPattern: '^[0-9A-Za-z_.-]{1,40}$',
  metadataValueLength: 200,
} as const;
