import type { ModuleRows } from '../display/module-rows.ts';

/** Reads the half blocks of a text terminal back into modules: what an eye, or a camera, sees. */
export function modulesOfText(lines: readonly string[], kind: 'square' | 'bars'): ModuleRows {
  const plain = lines.map(withoutColours);
  if (kind === 'bars') return plain.map((line) => Array.from(line).flatMap((block) => halves(block, ' ▐▌█')));
  return plain.flatMap((line) => {
    const columns = Array.from(line, (block) => halves(block, ' ▄▀█'));
    return [columns.map(([upper]) => upper === true), columns.map(([, lower]) => lower === true)];
  });
}

function withoutColours(line: string): string {
  return line.replace(/\u001b\[[\d;]*m/g, '');
}

/** `shapes`: none dark, the second dark, the first dark, both dark. */
function halves(block: string, shapes: string): readonly [boolean, boolean] {
  const shape = shapes.indexOf(block);
  return [(shape & 2) !== 0, (shape & 1) !== 0];
}
