import { code128Modules } from './code128-modules.ts';
import { type ModuleRows, enlarge, stackRows, addQuietZone } from './module-rows.ts';
import { qrModules } from './qr-modules.ts';

/** A QR module is six barcode modules wide, which makes both codes nearly equally wide (174 and 176). */
const qrModuleUnits = 6;
const barcodeHeightUnits = 48;
const marginUnits = 8;

/** Draws a paycode as a QR code with the barcode of the same digits below it, for a picture at any till. */
export function paycodePicture(digits: string): ModuleRows {
  const [bars = []] = code128Modules(digits);
  const barcode = Array.from({ length: barcodeHeightUnits }, () => bars);
  const both = stackRows([enlarge(qrModules(digits), qrModuleUnits), barcode]);
  return addQuietZone(both, { sides: marginUnits, ends: marginUnits });
}
