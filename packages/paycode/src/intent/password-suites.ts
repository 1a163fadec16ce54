import { type OcraSuite, ocraSuite } from '@tallystick/otp';
import { intentRule } from './intent-rule.ts';

/** Every suite of the protocol, by what its password proves. */
export const passwordSuites = {
  /** Intents 0 and 5: eight digits that prove the device. */
  devicePassword8: 'OCRA-1:HOTP-SHA256-8:QN08-T10S',
  /** Intents 1–3 and 6–8, first half: four digits that prove the device. */
  deviceHalf4: 'OCRA-1:HOTP-SHA256-4:QN08-T10S',
  /** Intents 1–3 and 6–8, second half: four digits that prove the PIN. */
  pinHalf4: 'OCRA-1:HOTP-SHA256-4:QN08-PSHA256-T10S',
  /** Intent 4: eight digits of a device without a clock. */
  pressPassword8: 'OCRA-1:HOTP-SHA256-8:C-QN08',
  /** Intent 9, first half. */
  exactDeviceHalf4: 'OCRA-1:HOTP-SHA256-4:QH64-T10S',
  /** Intent 9, second half. */
  exactPinHalf4: 'OCRA-1:HOTP-SHA256-4:QH64-PSHA256-T10S',
} as const;

/** The suites of one intent. `pin` is null where one password of eight digits proves the device alone. */
export interface IntentSuites {
  readonly device: OcraSuite;
  readonly pin: OcraSuite | null;
}

// One call, marked as pure: who makes no password need not carry the parser.
const parsed = /* @__PURE__ */ parseSuites();

function parseSuites(): Readonly<Record<'single' | 'halves' | 'press' | 'exactHalves', IntentSuites>> {
  return {
    single: { device: ocraSuite(passwordSuites.devicePassword8), pin: null },
    halves: { device: ocraSuite(passwordSuites.deviceHalf4), pin: ocraSuite(passwordSuites.pinHalf4) },
    press: { device: ocraSuite(passwordSuites.pressPassword8), pin: null },
    exactHalves: {
      device: ocraSuite(passwordSuites.exactDeviceHalf4),
      pin: ocraSuite(passwordSuites.exactPinHalf4),
    },
  };
}

/** The suites of an intent. Throws RangeError outside 0 … 9. */
export function suitesOfIntent(intent: number): IntentSuites {
  const rule = intentRule(intent);
  if (rule.movingFactor === 'press') return parsed.press;
  if (rule.place === 'exact') return parsed.exactHalves;
  return rule.needsPin ? parsed.halves : parsed.single;
}
