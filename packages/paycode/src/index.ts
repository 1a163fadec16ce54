export {
  type ActivationCodeError,
  type ActivationCodeResult,
  activationQr,
  encodeActivationCode,
  parseActivationCode,
} from './activation/activation-code.ts';
export { activationIdMessage } from './activation/activation-id-message.ts';
export { confirmationKeyMessage } from './confirmation/confirmation-key-message.ts';
export { type ReceiptQrResult, parseReceiptQr, receiptQr } from './confirmation/receipt-qr.ts';
export { type ReceiptTextResult, parseReceiptText, receiptText } from './confirmation/receipt-text.ts';
export { type Receipt, longestMerchantNameBytes } from './confirmation/receipt.ts';
export { typedConfirmationMessage } from './confirmation/typed-confirmation-message.ts';
export { type EnrolmentParts, enrolmentTranscript } from './enrolment/enrolment-transcript.ts';
export { type KeyLabel, keyInfo, keyLabels } from './enrolment/key-info.ts';
export { exactQuestionMessage } from './intent/exact-question.ts';
export { type IntentRule, intentRule, intentRules } from './intent/intent-rule.ts';
export { makePassword } from './intent/make-password.ts';
export { type PasswordInputs, passwordMessages, passwordOfHmacs } from './intent/password-messages.ts';
export { type IntentSuites, passwordSuites, suitesOfIntent } from './intent/password-suites.ts';
export { anyTillNumber, isChallenge, isTillNumber, questionOfIntent } from './intent/question-of-intent.ts';
export { dammCheckDigit } from './numeric/damm-check-digit.ts';
export {
  defaultIssuerPrefix,
  isIssuerPrefixAllowed,
  makeNumericPaycode,
} from './numeric/make-numeric-paycode.ts';
export { type ParseError, type ParseResult, parseNumericPaycode } from './numeric/parse-numeric-paycode.ts';
export type { VerificationData } from './numeric/verification-data.ts';
export {
  type ChallengeQrResult,
  challengeQr,
  parseChallengeQr,
  type TillChallenge,
} from './till/challenge-qr.ts';
export {
  parseTillStickerQr,
  type TillSticker,
  tillStickerMessage,
  tillStickerQr,
  type TillStickerResult,
} from './till/till-sticker.ts';
export { aliasDayOfStep, aliasTweakOfDay, noClockTweak } from './time/alias-day.ts';
export { stepOfUnixMs, stepSeconds, stepsPerDay } from './time/step.ts';
