import { parseNumericPaycode } from '@tallystick/paycode';

/** Longer than any code that a till scans; what comes after it, up to the line end, is dropped. */
export const maximumScanLength = 512;

const lineEnd = /[\r\n\t]/;

/**
 * The scans of a USB wedge, which types what it reads. A scan ends at CR, LF or tab, or, for wedges that send none, when
 * what has arrived is a whole paycode with the right check digit. There is no time-out between keys, because
 * Bluetooth scanners pause in the middle of a code.
 *
 * @param source Chunks of UTF-8, such as standard input.
 * @param issuerPrefix The first two digits of this operator’s paycodes.
 */
export async function* scannedLines(
  source: AsyncIterable<Uint8Array | string>,
  issuerPrefix: string,
): AsyncGenerator<string, void, undefined> {
  const decoder = new TextDecoder();
  let scan = '';
  for await (const chunk of source) {
    const text = typeof chunk === 'string' ? chunk : decoder.decode(chunk, { stream: true });
    for (const character of text) {
      if (!lineEnd.test(character)) {
        // One character too many is kept, so that the parser sees a wrong length and the cashier hears about it.
        if (scan.length <= maximumScanLength) scan += character;
        continue;
      }
      if (scan.trim() !== '') yield scan;
      scan = '';
    }
    if (parseNumericPaycode(scan, issuerPrefix).ok) {
      yield scan;
      scan = '';
    }
  }
  if (scan.trim() !== '') yield scan;
}
