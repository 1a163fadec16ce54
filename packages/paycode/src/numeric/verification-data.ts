/** What a paycode says, whatever its format. The password is a secret, even when it is spent. */
export interface VerificationData {
  /** Ten digits: the credential’s public name for one day. */
  readonly alias: string;
  /** 0 to 9: what the payer agrees to. */
  readonly intent: number;
  /** Eight digits: one password, or the device half and the PIN half side by side. */
  readonly password: string;
}
