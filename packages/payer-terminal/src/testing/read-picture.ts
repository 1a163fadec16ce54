import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { prepareZXingModule as prepareReader, readBarcodes } from 'zxing-wasm/reader';
import { prepareZXingModule as prepareWriter, writeBarcode } from 'zxing-wasm/writer';
import type { ModuleRows } from '../display/module-rows.ts';

// The WebAssembly is handed over: by itself the library would download it.
prepareReader({ overrides: { wasmBinary: wasmOf('zxing-wasm/reader/zxing_reader.wasm') } });
prepareWriter({ overrides: { wasmBinary: wasmOf('zxing-wasm/writer/zxing_writer.wasm') } });

/** What an independent reader sees in a PNG, sorted: `QRCode 8300…`, `Code128 8300…`. */
export async function readPicture(png: Uint8Array): Promise<readonly string[]> {
  const found = await readBarcodes(new Uint8Array(png), { formats: ['QRCode', 'Code128'], tryHarder: true });
  return found.map(({ format, text }) => `${format} ${text}`).toSorted();
}

/** The modules that an independent writer draws for a Code 128, without a quiet zone. */
export async function writeCode128(digits: string): Promise<ModuleRows> {
  const { symbol } = await writeBarcode(digits, { format: 'Code128', scale: 1, addQuietZones: false });
  const firstRow = symbol.data.slice(0, symbol.width);
  return [Array.from(firstRow, (grey) => grey === 0)];
}

function wasmOf(specifier: string): ArrayBuffer {
  const bytes = readFileSync(fileURLToPath(import.meta.resolve(specifier)));
  return Uint8Array.from(bytes).buffer;
}
