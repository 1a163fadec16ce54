import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { drawJpeg, drawPng } from '../testing/draw-picture.ts';
import { readPictureSize } from './picture-size.ts';

const modules = [
  [true, false, true],
  [false, true, false],
];

describe('The size of a picture', () => {
  it('is read from the header of a PNG and of a JPEG', () => {
    assert.deepEqual(readPictureSize(drawPng(modules, 5)), { kind: 'png', width: 15, height: 10 });
    assert.deepEqual(readPictureSize(drawJpeg(modules)), { kind: 'jpeg', width: 24, height: 16 });
  });

  it('is read where the bytes lie in the middle of a larger buffer', () => {
    const png = drawPng(modules, 1);
    const larger = new Uint8Array(png.length + 20);
    larger.set(png, 20);
    assert.equal(readPictureSize(larger.subarray(20))?.width, 3);
  });

  it('is looked for in any bytes without an exception or an endless loop', () => {
    const jpegStart = fc
      .uint8Array({ maxLength: 300 })
      .map((bytes) => Uint8Array.from([0xff, 0xd8, ...bytes]));
    const markers = fc.array(fc.constantFrom(0xff, 0xd8, 0x00, 0x01, 0xc4, 0xe0), { maxLength: 300 });
    fc.assert(
      fc.property(
        fc.oneof(
          fc.uint8Array(),
          jpegStart,
          markers.map((bytes) => Uint8Array.from(bytes)),
        ),
        (bytes) => {
          const size = readPictureSize(bytes);
          assert.ok(size === undefined || (size.width > 0 && size.height > 0));
        },
      ),
      { numRuns: 2000 },
    );
  });
});
