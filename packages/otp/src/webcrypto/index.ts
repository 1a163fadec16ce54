export {
  type AsyncHmac,
  hmacWithCryptoKey,
  hmacWithWebCrypto,
  type SubtleHmac,
} from './hmac-with-web-crypto.ts';
export {
  makeHotpAsync,
  makeOcraAsync,
  makeTotpAsync,
  verifyHotpAsync,
  verifyOcraAsync,
  verifyTotpAsync,
} from './otp-async.ts';
