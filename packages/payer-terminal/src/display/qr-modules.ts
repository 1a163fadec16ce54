import { encodeQR } from 'qr';
import type { ModuleRows } from './module-rows.ts';

/** ISO/IEC 18004:2024, section 9.1: four light modules on every side. */
const quietZoneModules = 4;

/**
 * Draws a QR code at error correction level Q, quiet zone included. Digits go in numeric mode, so that the 22 of a
 * paycode fit a version 1 symbol (21 modules): the largest modules that a screen can give.
 */
export function qrModules(text: string): ModuleRows {
  return encodeQR(text, 'raw', { ecc: 'quartile', border: quietZoneModules });
}
