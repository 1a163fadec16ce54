import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { readPicture, writeCode128 } from '../testing/read-picture.ts';
import { modulesOfText } from '../testing/modules-of-text.ts';
import { modulesOfSvg } from '../testing/modules-of-svg.ts';
import { code128Modules } from './code128-modules.ts';
import { groupedDigits } from './grouped-digits.ts';
import { type ModuleRows, addQuietZone, widthOf } from './module-rows.ts';
import { paycodePicture } from './paycode-picture.ts';
import { pngPicture } from './png-picture.ts';
import { qrModules } from './qr-modules.ts';
import { svgPicture } from './svg-picture.ts';
import { barTextBlocks, squareTextBlocks } from './text-blocks.ts';

const digits = '8312345678900123456784';
const words = { title: 'Payment code', description: 'Hold it to the scanner', modulePixels: 3 };

function tall(bars: ModuleRows): ModuleRows {
  const [row = []] = bars;
  return addQuietZone(
    Array.from({ length: 40 }, () => row),
    { sides: 0, ends: 10 },
  );
}

test('our Code 128 is module by module what an independent writer draws', async () => {
  const evenDigits = fc.array(fc.integer({ min: 0, max: 99 }), { minLength: 1, maxLength: 20 });
  await fc.assert(
    fc.asyncProperty(evenDigits, async (pairs) => {
      const text = pairs.map((pair) => String(pair).padStart(2, '0')).join('');
      // Two digits alone are no longer in code set C than in another: the writer may choose.
      fc.pre(text.length >= 4);
      const ours = code128Modules(text).map((row) => row.slice(10, -10));
      assert.deepEqual(ours, await writeCode128(text));
    }),
    { numRuns: 200 },
  );
});

test('an odd number of digits, or none, is a mistake of the caller', () => {
  assert.throws(() => code128Modules('123'), RangeError);
  assert.throws(() => code128Modules(''), RangeError);
  assert.throws(() => code128Modules('12a4'), RangeError);
});

test('a paycode fits the smallest QR code, with the quiet zone of the standard', () => {
  const rows = qrModules(digits);
  assert.equal(rows.length, 21 + 2 * 4);
  assert.equal(widthOf(rows), 21 + 2 * 4);
  assert.ok(
    rows
      .slice(0, 4)
      .flat()
      .every((dark) => !dark),
  );
});

test('a PNG of either code is read', async () => {
  assert.deepEqual(await readPicture(pngPicture(qrModules(digits), 4)), [`QRCode ${digits}`]);
  assert.deepEqual(await readPicture(pngPicture(tall(code128Modules(digits)), 2)), [`Code128 ${digits}`]);
});

test('a picture with both codes is read as the same digits twice', async () => {
  const both = [`Code128 ${digits}`, `QRCode ${digits}`];
  assert.deepEqual(await readPicture(pngPicture(paycodePicture(digits), 3)), both);
});

test('a PNG of broken modules or of a monstrous size is refused', () => {
  assert.throws(() => pngPicture(qrModules(digits), 1.5), RangeError);
  assert.throws(() => pngPicture(qrModules(digits), 100_000), RangeError);
});

test('an SVG draws the same modules, names itself, and does not spell the digits out', () => {
  const rows = paycodePicture(digits);
  const svg = svgPicture(rows, words);
  assert.deepEqual(modulesOfSvg(svg), rows);
  assert.match(svg, /<title id="title">Payment code<\/title>/);
  assert.match(svg, /<desc id="description">Hold it to the scanner<\/desc>/);
  assert.equal(svg.includes(digits), false);
});

test('words in an SVG can’t become markup', () => {
  const svg = svgPicture([[true]], { ...words, title: '<script>"&', description: '</desc>' });
  assert.match(svg, /&lt;script&gt;&quot;&amp;/);
  assert.equal(svg.includes('<script>'), false);
});

test('the QR code in a text terminal is read, with colours and without', async () => {
  const lines = {
    ansi: squareTextBlocks(qrModules(digits), 'ansi'),
    plain: squareTextBlocks(qrModules(digits), 'plain'),
  };
  assert.equal(lines.ansi.length, 15);
  for (const line of lines.ansi) assert.ok(line.startsWith('\u001b[38;5;16;48;5;231m'));
  for (const line of lines.plain) assert.match(line, /^[ ▄▀█]{29}$/);
  for (const drawn of [lines.ansi, lines.plain]) {
    const modules = modulesOfText(drawn, 'square');
    assert.deepEqual(await readPicture(pngPicture(modules, 4)), [`QRCode ${digits}`]);
  }
});

test('the barcode in a text terminal is read, and fits 88 columns', async () => {
  const lines = barTextBlocks(code128Modules(digits), 4, 'plain');
  assert.equal(lines.length, 4);
  assert.equal(lines[0]?.length, 88);
  const modules = modulesOfText(lines, 'bars');
  assert.deepEqual(await readPicture(pngPicture(tall(modules), 2)), [`Code128 ${digits}`]);
});

test('digits are grouped for the eye', () => {
  assert.equal(groupedDigits(digits), '8312 3456 7890 0123 4567 84');
  assert.equal(groupedDigits('12345678'), '1234 5678');
  assert.equal(groupedDigits(''), '');
});
