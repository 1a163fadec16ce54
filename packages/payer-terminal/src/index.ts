export type { NextCode } from './code-module/make-code.ts';
export { nextCode } from './code-module/next-code.ts';
export { aliasDaysLeft, aliasOfStep } from './code-module/alias-of-step.ts';
export { code128Modules } from './display/code128-modules.ts';
export { groupedDigits } from './display/grouped-digits.ts';
export { type ModuleRows, widthOf } from './display/module-rows.ts';
export { paycodePicture } from './display/paycode-picture.ts';
export { pngPicture } from './display/png-picture.ts';
export { qrModules } from './display/qr-modules.ts';
export { type SvgOptions, svgPicture } from './display/svg-picture.ts';
export { type TextInk, barTextBlocks, squareTextBlocks } from './display/text-blocks.ts';
export {
  type ClockKnowledge,
  type ProvedMoment,
  boundClock,
  presentOffsetMs,
} from './dynamic-password-module/clock-knowledge.ts';
export { dynamicPassword } from './dynamic-password-module/dynamic-password.ts';
export { type StepOffer, codeDisplayMs, offerStep } from './dynamic-password-module/step-rule.ts';
export { type EnrolmentRequest, enrol } from './enrolment/enrol.ts';
export { checkReceiptQr } from './receipts/check-receipt-qr.ts';
export { type TypedConfirmation, checkTypedConfirmation } from './receipts/check-typed-confirmation.ts';
export { type PaymentState, paymentStateOf, receiptOf } from './receipts/payment-state.ts';
export type { Credential, EventCredential, TerminalLeaves, TimeCredential } from './terminal/credential.ts';
export { createMemoryStore } from './terminal/memory-store.ts';
export type { OfferedCode, ProvedOutcome } from './terminal/offered-code.ts';
export { type PayerTerminal, createPayerTerminal, requireActivated } from './terminal/payer-terminal.ts';
export {
  type ActivatedTerminal,
  type HalfDoneEnrolment,
  type TerminalState,
  blankTerminalState,
} from './terminal/terminal-state.ts';
export type { Change, TerminalStore } from './terminal/terminal-store.ts';
