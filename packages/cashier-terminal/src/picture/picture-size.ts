/** The kind and the size of a picture, in pixels, as its header says. */
export interface PictureSize {
  readonly kind: 'png' | 'jpeg';
  readonly width: number;
  readonly height: number;
}

const pngSignature = [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a];

/** Reads the size from the header, before anything is decoded; undefined where the bytes are neither PNG nor JPEG. */
export function readPictureSize(bytes: Uint8Array): PictureSize | undefined {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (pngSignature.every((byte, index) => bytes[index] === byte)) return readPngSize(view);
  if (bytes[0] === 0xff && bytes[1] === 0xd8) return readJpegSize(view);
  return undefined;
}

/** PNG (third edition), section 11.2.1: IHDR is the first chunk; its data start with width and height. */
function readPngSize(view: DataView): PictureSize | undefined {
  const headerType = 0x49484452;
  if (view.byteLength < 24 || view.getUint32(12) !== headerType) return undefined;
  return sized('png', view.getUint32(16), view.getUint32(20));
}

/** ITU-T T.81, section B.2: segments follow one another up to the frame header (SOF), which holds height and width. */
function readJpegSize(view: DataView): PictureSize | undefined {
  let offset = 2;
  while (offset + 9 <= view.byteLength) {
    if (view.getUint8(offset) !== 0xff) return undefined;
    const marker = view.getUint8(offset + 1);
    // Any number of 0xff may stand before a marker (B.1.1.2).
    if (marker === 0xff) {
      offset += 1;
      continue;
    }
    if (isFrameHeader(marker)) return sized('jpeg', view.getUint16(offset + 7), view.getUint16(offset + 5));
    const segmentLength = view.getUint16(offset + 2);
    if (segmentLength < 2) return undefined;
    offset += 2 + segmentLength;
  }
  return undefined;
}

/** SOF0 to SOF15 without DHT (0xc4), JPG (0xc8) and DAC (0xcc), T.81 table B.1. */
function isFrameHeader(marker: number): boolean {
  return marker >= 0xc0 && marker <= 0xcf && marker !== 0xc4 && marker !== 0xc8 && marker !== 0xcc;
}

function sized(kind: 'png' | 'jpeg', width: number, height: number): PictureSize | undefined {
  return width > 0 && height > 0 ? { kind, width, height } : undefined;
}
