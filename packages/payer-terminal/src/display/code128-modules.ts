import { type ModuleRows, addQuietZone } from './module-rows.ts';

/** ISO/IEC 15417, section 4.3: ten light modules before the first bar and after the last. */
const quietZoneModules = 10;
const startCharacterC = 105;
const checkModulus = 103;

/** Bars and spaces of the 106 symbol characters by their value, widths in modules: ISO/IEC 15417, table 1. */
const code128Patterns: readonly string[] = (
  '212222 222122 222221 121223 121322 131222 122213 122312 132212 221213 221312 231212 112232 122132 122231 113222 ' +
  '123122 123221 223211 221132 221231 213212 223112 312131 311222 321122 321221 312212 322112 322211 212123 212321 ' +
  '232121 111323 131123 131321 112313 132113 132311 211313 231113 231311 112133 112331 132131 113123 113321 133121 ' +
  '313121 211331 231131 213113 213311 213131 311123 311321 331121 312113 312311 332111 314111 221411 431111 111224 ' +
  '111422 121124 121421 141122 141221 112214 112412 122114 122411 142112 142211 241211 221114 413111 241112 134111 ' +
  '111242 121142 121241 114212 124112 124211 411212 421112 421211 212141 214121 412121 111143 111341 131141 114113 ' +
  '114311 411113 411311 113141 114131 311141 411131 211412 211214 211232'
).split(' ');

/** The stop character has seven elements; it ends with a bar. */
const code128StopPattern = '2331112';

/**
 * Draws digits as one row of a Code 128 in code set C, two digits a character, quiet zone included.
 *
 * @param digits an even number of digits; anything else is a mistake of the caller and throws a RangeError.
 */
export function code128Modules(digits: string): ModuleRows {
  if (!/^(?:\d\d)+$/.test(digits)) throw new RangeError('Code set C takes an even number of digits.');
  const data = Array.from({ length: digits.length / 2 }, (_, index) =>
    Number(digits.slice(2 * index, 2 * index + 2)),
  );
  const characters = [startCharacterC, ...data, checkCharacter(data)];
  const patterns = [...characters.map((value) => code128Patterns[value] ?? ''), code128StopPattern];
  return addQuietZone([modulesOfWidths(patterns.join(''))], { sides: quietZoneModules, ends: 0 });
}

/** ISO/IEC 15417, annex A: the start character counts once, the n-th data character n times. */
function checkCharacter(data: readonly number[]): number {
  const sum = data.reduce((total, value, index) => total + value * (index + 1), startCharacterC);
  return sum % checkModulus;
}

/** Every symbol character starts with a bar; bars and spaces alternate. */
function modulesOfWidths(widths: string): readonly boolean[] {
  return Array.from(widths).flatMap((width, index) =>
    Array.from({ length: Number(width) }, () => index % 2 === 0),
  );
}
