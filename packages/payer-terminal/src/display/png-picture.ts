import { encode } from 'fast-png';
import { type ModuleRows, enlarge, widthOf } from './module-rows.ts';

const maximumPixels = 16_000_000;

/**
 * Draws modules as a grey PNG file.
 *
 * @param modulePixels width and height of a module, a whole number: blurred edges are what readers stumble over.
 */
export function pngPicture(rows: ModuleRows, modulePixels: number): Uint8Array {
  if (!Number.isInteger(modulePixels) || modulePixels < 1) {
    throw new RangeError('A module is a whole number of pixels.');
  }
  const [width, height] = [widthOf(rows) * modulePixels, rows.length * modulePixels];
  if (width * height > maximumPixels) throw new RangeError('The picture would be too large.');
  const grey = Uint8Array.from(enlarge(rows, modulePixels).flat(), (dark) => (dark ? 0 : 255));
  return encode({ width, height, data: grey, depth: 8, channels: 1 });
}
