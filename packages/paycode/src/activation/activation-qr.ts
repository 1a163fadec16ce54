export const activationQrPrefix = 'TALLY1:A:';

/** What the activation’s QR code holds; `code` is the text of `encodeActivationCode`. */
export function activationQr(code: string): string {
  if (!/^[0-7][0-9A-HJKMNP-TV-Z]{25}$/.test(code)) throw new RangeError('not the text of an activation code');
  return activationQrPrefix + code;
}
