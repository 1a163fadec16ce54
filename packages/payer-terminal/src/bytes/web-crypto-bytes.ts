/** A copy whose memory is surely not shared between threads, which is all that WebCrypto’s types accept. */
export function webCryptoBytes(bytes: Uint8Array): Uint8Array<ArrayBuffer> {
  return new Uint8Array(bytes);
}

/** HMAC-SHA-256 by WebCrypto. */
export async function hmacSha256(key: CryptoKey, message: Uint8Array): Promise<Uint8Array<ArrayBuffer>> {
  return new Uint8Array(await crypto.subtle.sign('HMAC', key, webCryptoBytes(message)));
}

export async function sha256(message: Uint8Array): Promise<Uint8Array<ArrayBuffer>> {
  return new Uint8Array(await crypto.subtle.digest('SHA-256', webCryptoBytes(message)));
}
