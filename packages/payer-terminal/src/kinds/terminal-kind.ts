import type { JsonRecord } from '../json/read-fields.ts';
import type { CommonCredential, Credential } from '../terminal/credential.ts';
import type { PayerTerminal } from '../terminal/payer-terminal.ts';
import type { ActivatedTerminal } from '../terminal/terminal-state.ts';

/** What a press of the button gives: a code, or the wait until one can be made. */
export type NextCode =
  | {
      readonly kind: 'code';
      /** The numeric paycode, 22 digits: a secret until it is spent, and not to be logged even then. */
      readonly digits: string;
      /** The step, or the press number of a device without a clock. */
      readonly step: number;
      /** How long to show it before the next takes its place; undefined where it stays until it is used. */
      readonly displayMs: number | undefined;
    }
  | {
      readonly kind: 'countdown';
      /** Milliseconds until a code can be made. */
      readonly waitMs: number;
    };

/** What a terminal has to know of a kind of credential: one file beside this one, and an entry in `terminal-kinds.ts`. */
export interface TerminalKind<Of extends Credential = Credential> {
  /** Reads what this kind has beside the common fields. Throws a ShapeError. */
  read(record: JsonRecord, common: CommonCredential): Of;
  /** The code of the next payment, or how long to wait for one; and the state in which it is used up. */
  nextCode(
    terminal: PayerTerminal,
    activated: ActivatedTerminal,
    credential: Of,
  ): Promise<{ readonly activated: ActivatedTerminal; readonly code: NextCode }>;
}
