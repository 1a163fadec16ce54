import type { OcraSuite } from '../ocra/ocra-suite.ts';
import { ocraSuite } from '../ocra/parse-ocra-suite.ts';
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

const single: IntentSuites = { device: /* @__PURE__ */ ocraSuite(passwordSuites.devicePassword8), pin: null };
const halves: IntentSuites = {
  device: /* @__PURE__ */ ocraSuite(passwordSuites.deviceHalf4),
  pin: /* @__PURE__ */ ocraSuite(passwordSuites.pinHalf4),
};
const press: IntentSuites = { device: /* @__PURE__ */ ocraSuite(passwordSuites.pressPassword8), pin: null };
const exactHalves: IntentSuites = {
  device: /* @__PURE__ */ ocraSuite(passwordSuites.exactDeviceHalf4),
  pin: /* @__PURE__ */ ocraSuite(passwordSuites.exactPinHalf4),
};

/** The suites of an intent. Throws RangeError outside 0 … 9. */
export function suitesOfIntent(intent: number): IntentSuites {
  const rule = intentRule(intent);
  if (rule.movingFactor === 'press') return press;
  if (rule.place === 'exact') return exactHalves;
  return rule.needsPin ? halves : single;
}
