/** Writes digits in groups for the eye: 22 digits as `8301 2345 6789 0012 3456 78`. */
export function groupedDigits(digits: string, groupLength = 4): string {
  const groups = Math.ceil(digits.length / groupLength);
  return Array.from({ length: groups }, (_, index) =>
    digits.slice(index * groupLength, (index + 1) * groupLength),
  ).join(' ');
}
