import { type ModuleRows, widthOf } from './module-rows.ts';

/**
 * `ansi` names black and white by their numbers in the fixed part of the 256-colour palette, because readers want dark
 * modules on a light ground and the first sixteen colours belong to the user’s theme. `plain` has no colours: a block
 * is a dark module, which is right on paper and on light terminals only.
 */
export type TextInk = 'ansi' | 'plain';

const blackOnWhite = '\u001b[38;5;16;48;5;231m';
const reset = '\u001b[0m';

/** Draws two rows of modules in a line of text, by upper and lower half blocks; a module is then nearly square. */
export function squareTextBlocks(rows: ModuleRows, ink: TextInk): readonly string[] {
  const lines = Math.ceil(rows.length / 2);
  return Array.from({ length: lines }, (_, line) => {
    const [upper, lower] = [rows[2 * line] ?? [], rows[2 * line + 1] ?? []];
    return inked(
      blocks(widthOf(rows), (column) => [upper[column], lower[column]], ' ▄▀█'),
      ink,
    );
  });
}

/** Draws one row of bars over several lines of text, two modules in a character, by left and right half blocks. */
export function barTextBlocks(rows: ModuleRows, heightLines: number, ink: TextInk): readonly string[] {
  const [bars = []] = rows;
  const characters = Math.ceil(bars.length / 2);
  const line = inked(
    blocks(characters, (column) => [bars[2 * column], bars[2 * column + 1]], ' ▐▌█'),
    ink,
  );
  return Array.from({ length: heightLines }, () => line);
}

/** `shapes`: none dark, the second dark, the first dark, both dark. */
function blocks(
  count: number,
  modulesAt: (column: number) => readonly [boolean | undefined, boolean | undefined],
  shapes: string,
): string {
  return Array.from({ length: count }, (_, column) => {
    const [first, second] = modulesAt(column);
    return shapes.charAt((first === true ? 2 : 0) + (second === true ? 1 : 0));
  }).join('');
}

function inked(line: string, ink: TextInk): string {
  return ink === 'ansi' ? `${blackOnWhite}${line}${reset}` : line;
}
