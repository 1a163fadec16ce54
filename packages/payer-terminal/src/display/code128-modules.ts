import { code128Patterns, code128StopPattern } from './code128-patterns.ts';
import { type ModuleRows, addQuietZone } from './module-rows.ts';

/** ISO/IEC 15417, section 4.3: ten light modules before the first bar and after the last. */
const quietZoneModules = 10;
const startCharacterC = 105;
const checkModulus = 103;

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
