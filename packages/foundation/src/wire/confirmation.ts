/** Proof of an outcome that the payer terminal checks offline (docs/protocol.md, Confirmation). */
export interface ConfirmationJson {
  readonly receiptNumber: number;
  /** `TALLY1:R:…`, shown as a QR code. */
  readonly qr: string;
  /** Eight digits that the payer types together with the amount. */
  readonly typed: string;
}
