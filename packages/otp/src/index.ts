export { type ActivationCodeError, type ActivationCodeResult } from './activation/activation-code.ts';
export { encodeActivationCode, parseActivationCode } from './activation/activation-code.ts';
export { activationIdMessage } from './activation/activation-id-message.ts';
export { activationQr } from './activation/activation-qr.ts';
export { base32Bytes, base32Text } from './bytes/base32.ts';
export { equalBytes, equalTexts } from './bytes/equal.ts';
export type { U64 } from './bytes/u64.ts';
export { utf8Bytes } from './bytes/utf8.ts';
export { confirmationKeyMessage } from './confirmation/confirmation-key-message.ts';
export { type ReceiptQrResult, parseReceiptQr, receiptQr } from './confirmation/receipt-qr.ts';
export { type ReceiptTextResult, parseReceiptText, receiptText } from './confirmation/receipt-text.ts';
export { type Receipt, longestMerchantNameBytes } from './confirmation/receipt.ts';
export { typedConfirmationMessage } from './confirmation/typed-confirmation-message.ts';
export { type EnrolmentParts, enrolmentTranscript } from './enrolment/enrolment-transcript.ts';
export { type KeyLabel, keyInfo, keyLabels } from './enrolment/key-info.ts';
export { sha1 } from './hash/sha1.ts';
export { sha256 } from './hash/sha256.ts';
export { sha512 } from './hash/sha512.ts';
export { finishHmac, hmacSha256, hmacSha256Key, hmacSha256WithPrefix } from './hmac/hmac-sha256.ts';
export { hmacWithNode, type NodeHmac } from './hmac/hmac-with-node.ts';
export { hmacWithSha1 } from './hmac/hmac-with-sha1.ts';
export { hmacWithSha256 } from './hmac/hmac-with-sha256.ts';
export { hmacWithSha512 } from './hmac/hmac-with-sha512.ts';
export type { Hmac, OtpHash } from './hmac/hmac.ts';
export type { HmacKey, PreparedHmac } from './hmac/prepared-hmac.ts';
export { preparedPressSuite } from './hmac/prepared-press-suite.ts';
export { preparedTimeSuite } from './hmac/prepared-time-suite.ts';
export { hotpMessage } from './hotp/hotp-message.ts';
export { type HotpInputs, makeHotp } from './hotp/make-hotp.ts';
export type { OtpDigits } from './hotp/otp-digits.ts';
export { truncateToDigits } from './hotp/truncate-to-digits.ts';
export { hotpCandidates, type HotpVerification, verifyHotp } from './hotp/verify-hotp.ts';
export { exactQuestionMessage } from './intent/exact-question.ts';
export { type IntentRule, intentRule, intentRules } from './intent/intent-rule.ts';
export { makePassword } from './intent/make-password.ts';
export { type PasswordInputs, passwordMessages, passwordOfHmacs } from './intent/password-messages.ts';
export { type IntentSuites, passwordSuites, suitesOfIntent } from './intent/password-suites.ts';
export { anyTillNumber, isChallenge, isTillNumber, questionOfIntent } from './intent/question-of-intent.ts';
export type { HotpKeyUri, KeyUri, TotpKeyUri } from './key-uri/key-uri.ts';
export { makeKeyUri } from './key-uri/make-key-uri.ts';
export { type KeyUriError, type KeyUriResult, parseKeyUri } from './key-uri/parse-key-uri.ts';
export { dammCheckDigit } from './numeric/damm-check-digit.ts';
export { defaultIssuerPrefix, isIssuerPrefixAllowed } from './numeric/issuer-prefix.ts';
export { makeNumericPaycode } from './numeric/make-numeric-paycode.ts';
export { type ParseError, type ParseResult, parseNumericPaycode } from './numeric/parse-numeric-paycode.ts';
export type { VerificationData } from './numeric/verification-data.ts';
export { makeOcra, ocraStep } from './ocra/make-ocra.ts';
export { type OcraInputs, ocraMessage } from './ocra/ocra-message.ts';
export {
  type Challenges,
  isChallengeOf,
  mutualClientQuestion,
  mutualServerQuestion,
  oneWayQuestion,
  signatureClientQuestion,
  signatureQuestion,
  signatureServerQuestion,
} from './ocra/ocra-modes.ts';
export type { OcraHash, OcraSuite, QuestionFormat } from './ocra/ocra-suite.ts';
export {
  type OcraSuiteError,
  type OcraSuiteResult,
  ocraSuite,
  parseOcraSuite,
} from './ocra/parse-ocra-suite.ts';
export { ocraCandidates, type OcraVerification, verifyOcra } from './ocra/verify-ocra.ts';
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
export { makeTotp, type TotpInputs } from './totp/make-totp.ts';
export { totpStep } from './totp/totp-step.ts';
export { totpCandidates, type TotpVerification, verifyTotp } from './totp/verify-totp.ts';
export type { Candidates, VerifyError, VerifyResult } from './verification/candidates.ts';
