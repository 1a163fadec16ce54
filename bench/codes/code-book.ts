import type { Clock } from '@tallystick/foundation';
import { stepOfUnixMs } from '@tallystick/paycode';
import { codeAt, type Terminal } from './terminal.ts';

/** A genuine code that was never sent. */
export interface UnspentCode {
  readonly terminal: Terminal;
  readonly step: number;
  readonly code: string;
}

/** The codes that all terminals together can still make. */
export interface CodeBook {
  /** Genuine codes, the terminals taking turns; fewer than asked for once no terminal has a step left. */
  make(count: number): readonly UnspentCode[];
  /** Takes back codes that were made and not sent: their steps are offered again. */
  giveBack(codes: readonly UnspentCode[]): void;
}

/**
 * Steps that a code made now may belong to. The server takes 5 behind its own and 2 ahead; two of the five are kept for
 * the seconds that pass until the last code of a measurement is sent.
 */
const stepsBehind = 3;
const stepsAhead = 2;

/** Hands out each step of each terminal once, in ascending order, because the server takes them in no other. */
export function createCodeBook(terminals: readonly Terminal[], issuerPrefix: string, clock: Clock): CodeBook {
  const highestOffered = new Map<Terminal, number>();
  let turn = 0;

  function nextStep(terminal: Terminal, serverStep: number): number | undefined {
    const step = Math.max((highestOffered.get(terminal) ?? 0) + 1, serverStep - stepsBehind);
    return step <= serverStep + stepsAhead ? step : undefined;
  }

  return {
    make(count) {
      const serverStep = stepOfUnixMs(clock.nowMs());
      const codes: UnspentCode[] = [];
      for (let passed = 0; codes.length < count && passed < terminals.length; turn += 1) {
        const terminal = terminals[turn % terminals.length]!;
        const step = nextStep(terminal, serverStep);
        passed = step === undefined ? passed + 1 : 0;
        if (step === undefined) continue;
        highestOffered.set(terminal, step);
        codes.push({ terminal, step, code: codeAt(terminal, issuerPrefix, step) });
      }
      return codes;
    },
    giveBack(codes) {
      for (const { terminal, step } of codes) {
        highestOffered.set(terminal, Math.min(highestOffered.get(terminal) ?? step, step - 1));
      }
    },
  };
}
