/** Answers as one line each, so that what the model says and what the system says can be compared and read. */

export interface OutcomeFacts {
  readonly state: string;
  readonly reason: string | null;
  readonly minorUnits: bigint;
  readonly back: bigint;
  /** The payment that stood in its way. */
  readonly earlier: string | null;
}

export function outcomeWords({ state, reason, minorUnits, back, earlier }: OutcomeFacts): string {
  if (state === 'approved') return `approved ${minorUnits}, ${back} back`;
  return `declined ${reason}${earlier === null ? '' : ` because of ${earlier}`}`;
}

export function pendingWords(reason: string): string {
  return `pending ${reason}`;
}

export function refusedWords(code: string): string {
  return `refused ${code}`;
}
