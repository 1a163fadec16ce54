import { base64url, ofBase64url } from './octets.ts';

/** protocol.md sections 4.1 and 4.2. One pattern says what each text may be; what can't be spelled by it is none. */

const stickerPattern = /^TALLY1:T:(?!0000000)([0-8][0-9]{6}):([0-9A-Za-z_-]+):([0-9A-Za-z_-]{86})$/;
const challengePattern = /^TALLY1:Q:(9[0-9]{6})(?::([1-9][0-9]{0,11}):([A-Z]{3}))?$/;

export const stickerOctets = (tillNumber: string, name: string): Buffer =>
  Buffer.from(['tallystick/till/v1', tillNumber, name].join('\n'), 'utf8');

export const stickerText = (tillNumber: string, name: string, signature: Buffer): string =>
  ['TALLY1', 'T', tillNumber, base64url(Buffer.from(name, 'utf8')), base64url(signature)].join(':');

interface Sticker {
  readonly tillNumber: string;
  readonly name: string;
  readonly signature: Buffer;
}

export const readSticker = (qr: string): Sticker | 'sticker_malformed' => {
  const [, tillNumber = '', nameText = '', signatureText = ''] = stickerPattern.exec(qr) ?? [];
  const [nameOctets, signature] = [ofBase64url(nameText), ofBase64url(signatureText)];
  if (nameOctets === undefined || signature?.length !== 64) return 'sticker_malformed';
  const name = nameOctets.toString('utf8');
  const isText = Buffer.from(name, 'utf8').equals(nameOctets);

  const isShown = !/[\u0000-\u001f\u007f-\u009f]/.test(name);
  const isFitting = nameOctets.length >= 1 && nameOctets.length <= 400;
  return isText && isShown && isFitting ? { tillNumber, name, signature } : 'sticker_malformed';
};

export const challengeText = (challenge: string, minorUnits?: string, currency?: string): string =>
  ['TALLY1', 'Q', challenge, minorUnits, currency].filter((part) => part !== undefined).join(':');

export const readChallenge = (qr: string): Readonly<Record<string, string>> | 'challenge_malformed' => {
  const found = challengePattern.exec(qr);
  if (found === null) return 'challenge_malformed';
  const [, challenge = '', minorUnits, currency] = found;
  return minorUnits === undefined || currency === undefined
    ? { challenge }
    : { challenge, minorUnits, currency };
};
