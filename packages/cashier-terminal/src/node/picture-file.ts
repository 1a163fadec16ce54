import { open, readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { TallyError } from '@tallystick/foundation';
import { createPictureReader, maximumPictureBytes, type PictureReader } from '../picture/picture-reader.ts';

/** A picture reader whose WebAssembly is read from the installed package: nothing is downloaded. */
export async function createNodePictureReader(): Promise<PictureReader> {
  const file = await readFile(fileURLToPath(import.meta.resolve('zxing-wasm/reader/zxing_reader.wasm')));
  return createPictureReader({ wasmBinary: new Uint8Array(file).buffer });
}

/**
 * Reads a picture’s bytes. A file that is too large is refused by its size, before it is read.
 *
 * @throws TallyError `picture_too_large`, `picture_not_readable`
 */
export async function readPictureFile(path: string): Promise<Uint8Array> {
  const file = await open(path, 'r').catch((error: unknown) => {
    throw new TallyError('picture_not_readable', {
      detail: `The file ${path} can’t be opened.`,
      cause: error,
    });
  });
  try {
    const { size, ...kind } = await file.stat().then((stat) => ({ size: stat.size, isFile: stat.isFile() }));
    if (!kind.isFile) throw new TallyError('picture_not_readable', { detail: `${path} is not a file.` });
    if (size > maximumPictureBytes) throw new TallyError('picture_too_large');
    return await readAll(file, size);
  } finally {
    await file.close();
  }
}

/** Reads as many bytes as the size said, also where the file has grown since. */
async function readAll(file: Awaited<ReturnType<typeof open>>, size: number): Promise<Uint8Array> {
  const bytes = new Uint8Array(size);
  let filled = 0;
  while (filled < size) {
    const { bytesRead } = await file.read(bytes, filled, size - filled, filled);
    if (bytesRead === 0) break;
    filled += bytesRead;
  }
  return bytes.subarray(0, filled);
}
