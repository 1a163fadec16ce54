import { encodeQR } from 'qr';
import { type ModuleRows, addQuietZone } from './module-rows.ts';

/** ISO/IEC 18004:2024, section 9.1: four light modules on every side. */
const quietZoneModules = 4;

/**
 * Draws a QR code at error correction level Q, quiet zone included. Digits go in numeric mode, so that the 22 of a
 * paycode fit a version 1 symbol (21 modules): the largest modules that a screen can give.
 */
export function qrModules(text: string): ModuleRows {
  const symbol = encodeQR(text, 'raw', { ecc: 'quartile', border: 0 });
  return addQuietZone(symbol, { sides: quietZoneModules, ends: quietZoneModules });
}
