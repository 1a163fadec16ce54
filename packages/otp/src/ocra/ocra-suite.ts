export type OcraHash = 'SHA1' | 'SHA256' | 'SHA512';

/** N: decimal digits. H: hexadecimal digits. A: letters and digits. */
export type QuestionFormat = 'N' | 'H' | 'A';

/** A parsed OCRASuite, RFC 6287 section 6. */
export interface OcraSuite {
  /** The suite as it was written: it is hashed too, so that every character and its case count. */
  readonly text: string;
  /** Hash of the HMAC. */
  readonly hash: OcraHash;
  /**
   * Decimal digits of the password, 4 to 10; 0 means that the HMAC is not truncated. Beyond 8 they are unevenly spread:
   * the truncated number has 31 bits, so that the first of ten digits is 0, 1 or 2, and 15 % of the passwords of nine digits
   * come half as often again as the others.
   */
  readonly digits: number;
  readonly hasCounter: boolean;
  readonly questionFormat: QuestionFormat;
  /** Most characters of one side’s question, 4 to 64. */
  readonly questionLength: number;
  /** How the PIN is hashed; null where the suite takes none. */
  readonly pinHash: OcraHash | null;
  /** Bytes of the session information, 1 to 512; null where the suite takes none. */
  readonly sessionLengthBytes: number | null;
  /** Length of a time step; null where the suite takes no time. */
  readonly stepSeconds: number | null;
}
