/** The quasigroup of order 10 that H. Michael Damm published in his dissertation (2004), row by row. */
const quasigroup =
  '0317598642' +
  '7092154863' +
  '4206871359' +
  '1750983426' +
  '6123045978' +
  '3674209581' +
  '5869720134' +
  '8945362017' +
  '9438617205' +
  '2581436790';

/**
 * The check digit that makes a row of digits end in 0 under the quasigroup. It finds every single wrong digit and every
 * swapped pair of neighbours; the Luhn digit misses 09 for 90. Throws RangeError where a character is no digit.
 */
export function dammCheckDigit(digits: string): string {
  let interim = 0;
  for (let index = 0; index < digits.length; index += 1) {
    const digit = digits.charCodeAt(index) - 0x30;
    if (digit < 0 || digit > 9) throw new RangeError('a check digit is computed over decimal digits');
    interim = quasigroup.charCodeAt(interim * 10 + digit) - 0x30;
  }
  return String(interim);
}
