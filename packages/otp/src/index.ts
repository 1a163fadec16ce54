export { asciiBytes, asciiText, upperCaseAscii } from './bytes/ascii.ts';
export { base32Bytes, base32Text } from './bytes/base32.ts';
export { base64UrlBytes, base64UrlText } from './bytes/base64url.ts';
export { bitGroupsBytes, bitGroupsText } from './bytes/bit-groups.ts';
export { concatBytes } from './bytes/concat-bytes.ts';
export { equalBytes, equalTexts } from './bytes/equal.ts';
export { writeHexDigits } from './bytes/hex.ts';
export { type U64, u64Bytes } from './bytes/u64.ts';
export { utf8Bytes, utf8Text } from './bytes/utf8.ts';
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
export type { HotpKeyUri, KeyUri, TotpKeyUri } from './key-uri/key-uri.ts';
export { makeKeyUri } from './key-uri/make-key-uri.ts';
export { type KeyUriError, type KeyUriResult, parseKeyUri } from './key-uri/parse-key-uri.ts';
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
export { cleanScannedText } from './scan/clean-scanned-text.ts';
export { makeTotp, type TotpInputs } from './totp/make-totp.ts';
export { totpStep } from './totp/totp-step.ts';
export { totpCandidates, type TotpVerification, verifyTotp } from './totp/verify-totp.ts';
export type { Candidates, VerifyError, VerifyResult } from './verification/candidates.ts';
