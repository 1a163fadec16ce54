/** Till numbers are written with seven digits everywhere, as in the question of a bound code. */
export function tillNumberText(tillNumber: number): string {
  return tillNumber.toString().padStart(7, '0');
}
