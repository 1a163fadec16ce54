/** What a confirmation has proved about a code. A QR receipt says more than typed digits and takes their place. */
export type ProvedOutcome =
  | {
      readonly source: 'receipt';
      /** The canonical text of docs/protocol.md whose tag was right. */
      readonly receiptText: string;
    }
  | {
      readonly source: 'typed';
      readonly outcome: 'approved' | 'declined';
      /** Decimal string. */
      readonly minorUnits: string;
      readonly currency: string;
    };

/** A code that this terminal has shown, and what is known of it since. Never the code itself. */
export interface OfferedCode {
  /** The step, or the press number of a device without a clock. */
  readonly step: number;
  readonly intent: number;
  /** Eight digits. */
  readonly question: string;
  /** The last four digits of the paycode, by which people and receipts refer to it. */
  readonly codeEnding: string;
  /** Unix milliseconds by the terminal’s corrected clock. This and the next two are undefined where no clock was asked. */
  readonly offeredAtMs: number | undefined;
  readonly offeredAtMonotonicMs: number | undefined;
  /** Monotonic times compare only where they count from the same origin. */
  readonly monotonicOrigin: string | undefined;
  readonly wrongTypedEntries: number;
  readonly proved: ProvedOutcome | undefined;
}
