import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { before, describe, it } from 'node:test';
import { fileURLToPath } from 'node:url';
import { TallyError, type ErrorCode } from '@tallystick/foundation';
import { makeNumericPaycode } from '@tallystick/paycode';
import { encodeQR } from 'qr';
import { prepareZXingModule, writeBarcode } from 'zxing-wasm/writer';
import { createNodePictureReader } from '../node/picture-file.ts';
import { drawJpeg, drawPng, stack, type Modules } from '../testing/draw-picture.ts';
import { testPaycode } from '../testing/test-terminal.ts';
import { paycodeOfTexts } from './paycode-of-texts.ts';
import { maximumPictureBytes, type PictureReader } from './picture-reader.ts';

const otherPaycode = makeNumericPaycode({
  issuerPrefix: '83',
  alias: '9876543210',
  intent: 0,
  password: '11112222',
});
let read: PictureReader;
let barcode: Modules;
const qr: Modules = encodeQR(testPaycode, 'raw', { ecc: 'quartile' });
const otherQr: Modules = encodeQR(otherPaycode, 'raw', { ecc: 'quartile' });

before(async () => {
  read = await createNodePictureReader();
  const file = fileURLToPath(import.meta.resolve('zxing-wasm/writer/zxing_writer.wasm'));
  const wasmBinary = new Uint8Array(await readFile(file)).buffer;
  await prepareZXingModule({ overrides: { wasmBinary }, fireImmediately: true });
  barcode = await drawBarcode(testPaycode);
});

async function drawBarcode(digits: string): Promise<Modules> {
  const { symbol } = await writeBarcode(digits, { format: 'Code128', addQuietZones: false });
  const row = Array.from(symbol.data.subarray(0, symbol.width), (grey) => grey < 128);
  return Array.from({ length: 30 }, () => row);
}

async function readPaycode(picture: Uint8Array): Promise<string> {
  return paycodeOfTexts(await read(picture), '83');
}

function isError(code: ErrorCode): (error: unknown) => boolean {
  return (error) => error instanceof TallyError && error.code === code;
}

describe('A picture', () => {
  it('is read where it shows a QR code', async () => {
    assert.equal(await readPaycode(drawPng(stack(qr), 4)), testPaycode);
  });

  it('is read where it shows a barcode', async () => {
    assert.equal(await readPaycode(drawPng(stack(barcode), 3)), testPaycode);
  });

  it('is read as one code where it shows the barcode and the QR code of one paycode', async () => {
    const texts = await read(drawPng(stack(barcode, qr), 3));
    assert.deepEqual(texts, [testPaycode, testPaycode]);
    assert.equal(paycodeOfTexts(texts, '83'), testPaycode);
  });

  it('is read as a JPEG', async () => {
    assert.equal(await readPaycode(drawJpeg(stack(qr))), testPaycode);
    assert.equal(await readPaycode(drawJpeg(stack(barcode, qr))), testPaycode);
  });

  it('is refused where it shows two paycodes', async () => {
    await assert.rejects(readPaycode(drawPng(stack(qr, otherQr), 4)), isError('picture_many_codes'));
  });

  it('is refused where it shows none', async () => {
    await assert.rejects(readPaycode(drawPng(stack([[false]]), 8)), isError('picture_without_code'));
  });

  const unreadable: [string, Uint8Array][] = [
    ['a PDF', Buffer.from('%PDF-1.7\n1 0 obj\n')],
    ['an empty file', new Uint8Array()],
    ['a GIF', Buffer.from('GIF89a\x01\x00\x01\x00')],
    [
      'a JPEG without an end to its headers',
      Uint8Array.from([0xff, 0xd8, 0xff, 0xe0, 0, 1, 0, 0, 0, 0, 0, 0]),
    ],
    ['a PNG that was cut off', drawPng(stack(qr), 4).subarray(0, 60)],
  ];
  for (const [what, bytes] of unreadable) {
    it(`is not readable where it is ${what}`, async () => {
      await assert.rejects(readPaycode(bytes), isError('picture_not_readable'));
    });
  }

  it('is too large above ten million bytes', async () => {
    await assert.rejects(read(new Uint8Array(maximumPictureBytes + 1)), isError('picture_too_large'));
  });

  it('is too large where its header claims more than forty megapixels, before anything is decoded', async () => {
    const png = Buffer.from(drawPng([[false]], 1));
    png.writeUInt32BE(60_000, 16);
    png.writeUInt32BE(60_000, 20);
    await assert.rejects(read(png), isError('picture_too_large'));
  });
});

describe('The codes of a picture', () => {
  it('may stand beside codes of other kinds', () => {
    assert.equal(paycodeOfTexts(['https://example.org', testPaycode, '4006381333931'], '83'), testPaycode);
  });

  it('are named by what is wrong with the only one', () => {
    assert.throws(() => paycodeOfTexts([`13${'0'.repeat(20)}`], '83'), isError('code_unknown_prefix'));
    assert.throws(
      () => paycodeOfTexts(['https://example.org', `13${'0'.repeat(20)}`], '83'),
      isError('picture_without_code'),
    );
  });
});
