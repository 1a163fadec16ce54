import type { ClockKnowledge } from '../dynamic-password-module/clock-knowledge.ts';
import type { Credential, TerminalLeaves } from './credential.ts';
import type { OfferedCode } from './offered-code.ts';

/** An enrolment whose answer has not arrived. The same terminal key asking again gets the same answer. */
export interface HalfDoneEnrolment {
  readonly serverUrl: string;
  /** The 128 bits of the activation. */
  readonly activationCode: Uint8Array;
  /** ECDH P-256. */
  readonly terminalPrivateKey: CryptoKey;
  /** 65 bytes, uncompressed. */
  readonly terminalPublicKey: Uint8Array;
  /** 65 bytes, uncompressed. */
  readonly serverPublicKey: Uint8Array;
}

export interface ActivatedTerminal {
  readonly credential: Credential;
  readonly leaves: TerminalLeaves;
  readonly clock: ClockKnowledge;
  /** No step, or press number without a clock, at or below this one is offered again; -1 before the first code. */
  readonly highestOfferedStep: number;
  /** Newest first. */
  readonly offeredCodes: readonly OfferedCode[];
}

/** All that a terminal remembers. A new activation may be half done while the old credential still pays. */
export interface TerminalState {
  readonly halfDoneEnrolment: HalfDoneEnrolment | undefined;
  readonly activated: ActivatedTerminal | undefined;
}

export const blankTerminalState: TerminalState = { halfDoneEnrolment: undefined, activated: undefined };
