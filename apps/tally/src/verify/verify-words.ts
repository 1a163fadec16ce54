import type { CheckedLook } from '@tallystick/integrity';

const shownPlaces = 10;

/** What one check has seen, for people: a line, and one for each of the first places where it does not hold. */
export function linesOf(look: CheckedLook): string {
  const { says, lookedAt, differences } = look;
  const first = `${stateOf(look).padEnd(8)}${says} (${lookedAt.count.toLocaleString('en-GB')} ${lookedAt.what})\n`;
  const places = differences
    .slice(0, shownPlaces)
    .map(({ subject, expected, found }) => `          ${subject}: expected ${expected}; found ${found}\n`);
  return [first, ...places, ...moreOf(look)].join('');
}

function stateOf({ isNotice, differences }: CheckedLook): string {
  if (differences.length === 0) return 'ok';
  return isNotice ? 'look' : 'WRONG';
}

function moreOf({ name, differences, isCutShort }: CheckedLook): readonly string[] {
  if (differences.length === 0) return [];
  const hidden = differences.length - shownPlaces;
  const more = isCutShort ? `more than ${hidden} more` : `${hidden} more`;
  return hidden > 0
    ? [`          and ${more} (${name}); --json tells a hundred\n`]
    : [`          (${name})\n`];
}

export function endingOf(looks: readonly CheckedLook[], durationMs: number): string {
  const wrong = looks.filter(({ isNotice, differences }) => !isNotice && differences.length > 0);
  const seconds = (durationMs / 1000).toFixed(1);
  if (wrong.length === 0) return `\nAll is well: ${looks.length} checks in ${seconds} s.\n`;
  return `\n${wrong.length} of ${looks.length} checks found something wrong. Keep a copy of the data folder, and see docs/operations.md.\n`;
}
