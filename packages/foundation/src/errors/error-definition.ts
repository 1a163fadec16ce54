/** What an error means to the program that receives it. */
export type ErrorKind =
  /** No outcome was made. Goes over the wire as `application/problem+json` (RFC 9457). */
  | 'problem'
  /** An outcome of a payment that moved no money. Goes over the wire as HTTP 200, final for its payment id. */
  | 'decline'
  /** Never leaves the machine it happened on: start-up, pictures, files. */
  | 'local';

export interface ErrorDefinition {
  readonly kind: ErrorKind;
  /** HTTP status of the answer; 0 where the error never travels. */
  readonly httpStatus: number;
  /** True when the very same request, sent again later, may succeed. */
  readonly retryable: boolean;
  /** What the cashier should do now, in words that fit on a till. */
  readonly cashierWords: string;
  /** What happened, for the person who runs the system. */
  readonly operatorWords: string;
}
