import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { testPaycode } from '../testing/test-terminal.ts';
import { maximumScanLength, scannedLines } from './scanned-lines.ts';

async function scansOf(chunks: Iterable<Uint8Array | string>): Promise<string[]> {
  async function* source(): AsyncGenerator<Uint8Array | string> {
    yield* chunks;
  }
  const scans: string[] = [];
  for await (const scan of scannedLines(source(), '83')) scans.push(scan);
  return scans;
}

describe('A USB wedge', () => {
  it('ends a scan by CR, LF, both or tab', async () => {
    assert.deepEqual(await scansOf(['one\rtwo\nthree\r\nfour\tfive']), [
      'one',
      'two',
      'three',
      'four',
      'five',
    ]);
  });

  it('may send no line end: a whole paycode ends the scan', async () => {
    const endless = (async function* (): AsyncGenerator<string> {
      yield* testPaycode;
      assert.fail('The scan was not given out before the next key.');
    })();
    const { value } = await scannedLines(endless, '83').next();
    assert.equal(value, testPaycode);
  });

  it('gives a scan out once where a late line end follows a whole paycode', async () => {
    assert.deepEqual(await scansOf([testPaycode, '\r\n', `]Q1${testPaycode}`, '\r']), [
      testPaycode,
      `]Q1${testPaycode}`,
    ]);
  });

  it('may type full-width digits in pieces of UTF-8', async () => {
    const bytes = Buffer.from('８３\n');
    assert.deepEqual(await scansOf(Array.from(bytes, (byte) => Uint8Array.of(byte))), ['８３']);
  });

  it('can’t fill the memory: what is too long is cut and dropped up to the line end', async () => {
    const endless = Array.from({ length: 2000 }, () => 'x'.repeat(1000));
    const scans = await scansOf([...endless, '\n', 'next\n']);
    assert.deepEqual([scans[0]?.length, scans[1]], [maximumScanLength + 1, 'next']);
  });

  it('gives the same scans however the keys are cut into chunks', async () => {
    const text = `${testPaycode}\r\nabc\t\n${testPaycode}\n`;
    await fc.assert(
      fc.asyncProperty(fc.array(fc.nat(text.length)), async (cuts) => {
        const places = [0, ...cuts.sort((a, b) => a - b), text.length];
        const chunks = places.slice(1).map((end, index) => text.slice(places[index], end));
        assert.deepEqual(await scansOf(chunks), [testPaycode, 'abc', testPaycode]);
      }),
    );
  });
});
