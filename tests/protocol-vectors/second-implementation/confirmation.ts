import { base64url, hmac, join, ofBase64url, same, u64 } from './octets.ts';
import { truncated } from './ocra.ts';

/** protocol.md section 8. */

export const confirmationKey = (
  leaf: Buffer,
  movingFactor: bigint,
  intent: number,
  question: string | Buffer,
): Buffer => hmac('sha256', leaf, 'confirm/v1', u64(movingFactor), String(intent), question);

/** The lines of a receipt in their order, each with the only spellings that a reader takes. */
const receiptLines = [
  ['version', /^tallystick\/receipt\/v1$/],
  ['receiptNumber', /^(0|[1-9][0-9]{0,3})$/],
  ['outcome', /^(approved|declined)$/],
  ['reason', /^(-|[a-z][a-z_]{0,31})$/],
  ['minorUnits', /^[1-9][0-9]{0,11}$/],
  ['currency', /^[A-Z]{3}$/],
  ['refundedMinorUnits', /^(0|[1-9][0-9]{0,11})$/],
  ['tillNumber', /^[0-9]{7}$/],
  ['merchantName', /^[0-9A-Za-z_-]+$/],
  ['paymentId', /^[0-9A-Za-z_]{1,32}$/],
  ['decidedAt', /^(0|[1-9][0-9]{0,9})$/],
  ['codeEnding', /^[0-9]{4}$/],
] as const;

type Parts = Readonly<Record<string, string>>;

/** Text of 1 to 400 bytes whose bytes are this base64url. */
const readName = (text: string): string | undefined => {
  const bytes = ofBase64url(text);
  if (bytes === undefined || bytes.length < 1 || bytes.length > 400) return undefined;
  const name = bytes.toString('utf8');
  return Buffer.from(name, 'utf8').equals(bytes) ? name : undefined;
};

/** The merchant's name is given as text, all other parts as they are spelled. */
export const receiptText = (parts: Parts): string => {
  const merchantName = base64url(Buffer.from(parts['merchantName'] ?? '', 'utf8'));
  const spelled: Parts = { ...parts, version: 'tallystick/receipt/v1', merchantName };
  return receiptLines.map(([name]) => `${spelled[name] ?? ''}\n`).join('');
};

/** What two lines say of each other: only an approval can have gone back, a decline has a reason. */
const fitsTogether = ({ outcome, reason, minorUnits, refundedMinorUnits }: Parts): boolean => {
  const refunded = BigInt(refundedMinorUnits ?? 0);
  if (outcome === 'declined') return reason !== '-' && refunded === 0n;
  return reason === '-' && refunded <= BigInt(minorUnits ?? 0);
};

export const readReceiptText = (text: string): Parts | 'receipt_malformed' => {
  const lines = text.split('\n');
  const isSpelled =
    lines.length === receiptLines.length + 1 &&
    lines.at(-1) === '' &&
    receiptLines.every(([, pattern], index) => pattern.test(lines[index] ?? ''));
  if (!isSpelled) return 'receipt_malformed';
  const { version: _, ...parts }: Parts = Object.fromEntries(
    receiptLines.map(([name], index) => [name, lines[index] ?? '']),
  );
  const merchantName = readName(parts['merchantName'] ?? '');
  return merchantName === undefined || !fitsTogether(parts)
    ? 'receipt_malformed'
    : { ...parts, merchantName };
};

export const receiptTag = (key: Buffer, text: string): Buffer => hmac('sha256', key, text).subarray(0, 16);

export const receiptQr = (key: Buffer, text: string): string =>
  `TALLY1:R:${base64url(join(receiptTag(key, text), text))}`;

/** The parts where the receipt is well formed and its tag genuine under the key of its code. */
export const readReceiptQr = (key: Buffer, qr: string): Parts | 'receipt_malformed' | 'receipt_invalid' => {
  const bytes = qr.startsWith('TALLY1:R:') ? ofBase64url(qr.slice(9)) : undefined;
  if (bytes === undefined) return 'receipt_malformed';
  const text = bytes.subarray(16).toString('latin1');
  const parts = readReceiptText(text);
  if (parts === 'receipt_malformed') return parts;
  return same(bytes.subarray(0, 16), receiptTag(key, text)) ? parts : 'receipt_invalid';
};

/** Eight digits, or undefined where a part has another spelling than its only one. */
export const typedConfirmation = (
  key: Buffer,
  outcome: string,
  minorUnits: string,
  currency: string,
): string | undefined => {
  const lines = [outcome, minorUnits, currency].join('\n');
  const isSpelled = /^(approved|declined)\n[1-9][0-9]{0,11}\n[A-Z]{3}$/.test(lines);
  return isSpelled ? truncated(hmac('sha256', key, `tallystick/typed/v1\n${lines}`), 8) : undefined;
};
