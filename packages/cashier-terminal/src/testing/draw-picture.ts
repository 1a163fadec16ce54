import { deflateSync } from 'node:zlib';

/** Rows of modules, true is dark. */
export type Modules = readonly (readonly boolean[])[];

/** Puts codes under one another, each with a light margin, as on the screen of a payer terminal. */
export function stack(...codes: Modules[]): Modules {
  const margin = 12;
  const width = Math.max(...codes.map((code) => code[0]?.length ?? 0)) + 2 * margin;
  const light = Array.from({ length: margin }, () => Array.from({ length: width }, () => false));
  return codes.flatMap((code) => [...light, ...code.map((row) => padded(row, margin, width)), ...light]);
}

function padded(row: readonly boolean[], left: number, width: number): boolean[] {
  return Array.from({ length: width }, (_, column) => row[column - left] ?? false);
}

/** A greyscale PNG (third edition), `scale` pixels a module. */
export function drawPng(modules: Modules, scale: number): Uint8Array {
  const width = (modules[0]?.length ?? 0) * scale;
  const height = modules.length * scale;
  const header = Buffer.alloc(13);
  header.writeUInt32BE(width, 0);
  header.writeUInt32BE(height, 4);
  header.set([8, 0, 0, 0, 0], 8);
  const pixels = Buffer.alloc(height * (width + 1));
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const isDark = modules[Math.floor(y / scale)]?.[Math.floor(x / scale)] ?? false;
      pixels[y * (width + 1) + 1 + x] = isDark ? 0 : 255;
    }
  }
  const signature = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);
  return Buffer.concat([signature, chunk('IHDR', header), chunk('IDAT', deflateSync(pixels)), chunk('IEND')]);
}

function chunk(type: string, data: Buffer = Buffer.alloc(0)): Buffer {
  const typed = Buffer.concat([Buffer.from(type, 'ascii'), data]);
  const framed = Buffer.alloc(typed.length + 8);
  framed.writeUInt32BE(data.length, 0);
  framed.set(typed, 4);
  framed.writeUInt32BE(crc32(typed), typed.length + 4);
  return framed;
}

/** PNG, annex D. */
function crc32(bytes: Uint8Array): number {
  let crc = 0xffffffff;
  for (const byte of bytes) {
    crc ^= byte;
    for (let bit = 0; bit < 8; bit++) crc = crc & 1 ? (crc >>> 1) ^ 0xedb88320 : crc >>> 1;
  }
  return ~crc >>> 0;
}

/**
 * A greyscale baseline JPEG (ITU-T T.81) of one 8 × 8 block a module. Every block is of one colour, so it has a DC
 * coefficient and nothing else, and the Huffman tables are as small as they can be.
 */
export function drawJpeg(modules: Modules): Uint8Array {
  const width = (modules[0]?.length ?? 0) * 8;
  const height = modules.length * 8;
  const size = [height >> 8, height & 255, width >> 8, width & 255];
  const countsOf = (length: number, count: number): number[] =>
    Array.from({ length: 16 }, (_, index) => (index + 1 === length ? count : 0));
  return Uint8Array.from([
    ...[0xff, 0xd8],
    ...segment(0xdb, [0, ...Array.from({ length: 64 }, () => 8)]),
    ...segment(0xc0, [8, ...size, 1, 1, 0x11, 0]),
    ...segment(0xc4, [0x00, ...countsOf(4, 9), 0, 1, 2, 3, 4, 5, 6, 7, 8]),
    ...segment(0xc4, [0x10, ...countsOf(1, 1), 0]),
    ...segment(0xda, [1, 1, 0x00, 0, 63, 0]),
    ...scanOf(modules.flat()),
    ...[0xff, 0xd9],
  ]);
}

function segment(marker: number, data: readonly number[]): number[] {
  return [0xff, marker, (data.length + 2) >> 8, (data.length + 2) & 255, ...data];
}

/** T.81, section F.1.2.1: each block’s DC as the difference to the last one, its size in four bits before it. */
function scanOf(blocks: readonly boolean[]): number[] {
  let bits = '';
  let last = 0;
  for (const isDark of blocks) {
    const value = isDark ? -127 : 127;
    const difference = value - last;
    last = value;
    const length = difference === 0 ? 0 : Math.abs(difference).toString(2).length;
    const coded = difference < 0 ? difference + 2 ** length - 1 : difference;
    bits +=
      length.toString(2).padStart(4, '0') +
      (length === 0 ? '' : coded.toString(2).padStart(length, '0')) +
      '0';
  }
  bits = bits.padEnd(Math.ceil(bits.length / 8) * 8, '1');
  const bytes = bits.match(/.{8}/g)?.map((byte) => Number.parseInt(byte, 2)) ?? [];
  return bytes.flatMap((byte) => (byte === 0xff ? [0xff, 0x00] : [byte]));
}
