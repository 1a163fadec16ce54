export type OcraHash = 'SHA1' | 'SHA256' | 'SHA512';

/** N: decimal digits. H: hexadecimal digits. A: letters and digits. */
export type QuestionFormat = 'N' | 'H' | 'A';

/** A parsed OCRASuite, RFC 6287 section 6. */
export interface OcraSuite {
  /** The suite as it was written: it is hashed too, so that every character and its case count. */
  readonly text: string;
  /** Hash of the HMAC. */
  readonly hash: OcraHash;
  /** Decimal digits of the password; 0 means that the HMAC is not truncated. */
  readonly digits: number;
  readonly hasCounter: boolean;
  readonly questionFormat: QuestionFormat;
  /** Most characters of one side’s question, 4 to 64. */
  readonly questionLength: number;
  /** How the PIN is hashed; null where the suite takes none. */
  readonly pinHash: OcraHash | null;
  /** Length of a time step; null where the suite takes no time. */
  readonly stepSeconds: number | null;
}
