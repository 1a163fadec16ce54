import { TallyError } from '@tallystick/foundation';
import { prepareZXingModule, readBarcodes } from 'zxing-wasm/reader';
import { readPictureSize } from './picture-size.ts';

/** Where the reader’s WebAssembly comes from. There is no default, because the library’s own would download it. */
export type ReaderSource =
  | { readonly wasmBinary: ArrayBuffer }
  /** In a browser: the address of the file that this origin serves itself. */
  | { readonly locateFile: (fileName: string) => string };

/** Reads the texts of all QR codes and Code 128 barcodes in a PNG or a JPEG. */
export type PictureReader = (picture: Uint8Array) => Promise<readonly string[]>;

export const maximumPictureBytes = 10_000_000;
export const maximumPicturePixels = 40_000_000;
const maximumCodesInPicture = 16;

/**
 * Makes a reader. It rejects with a TallyError: `picture_too_large` (10 MB, 40 megapixels), `picture_not_readable`.
 * The library keeps one module a process, so all readers of a process use the source of the last one made.
 */
export async function createPictureReader(source: ReaderSource): Promise<PictureReader> {
  await prepareZXingModule({ overrides: { ...source }, fireImmediately: true });
  return async (picture) => {
    refuseUnfit(picture);
    const found = await readBarcodes(picture, {
      formats: ['QRCode', 'Code128'],
      textMode: 'Plain',
      maxNumberOfSymbols: maximumCodesInPicture,
      tryHarder: true,
      // Also tells of a picture that could not be decoded, which else looks like one without a code.
      returnErrors: true,
    }).catch((error: unknown) => {
      throw new TallyError('picture_not_readable', { cause: error });
    });
    if (found.some((code) => code.format === 'None' || String(code.format) === '')) {
      throw new TallyError('picture_not_readable');
    }
    return found.filter((code) => code.isValid).map((code) => code.text);
  };
}

function refuseUnfit(picture: Uint8Array): void {
  if (picture.byteLength > maximumPictureBytes) throw new TallyError('picture_too_large');
  const size = readPictureSize(picture);
  if (size === undefined) throw new TallyError('picture_not_readable');
  // The header decides how much memory the decoder takes: a few bytes can claim a picture of gigabytes.
  if (size.width * size.height > maximumPicturePixels) throw new TallyError('picture_too_large');
}
