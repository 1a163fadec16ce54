/** What a key is called by: the beginning of its hash. It names the key and opens nothing. */
export function operatorKeyId(keyHash: Buffer): string {
  return keyHash.toString('hex', 0, 8);
}
