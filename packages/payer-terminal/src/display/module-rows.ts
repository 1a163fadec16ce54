/**
 * A drawing made of dark (`true`) and light (`false`) modules, row by row from the top. All rows have one length.
 * Codes are pure functions from digits to module rows; renderers are pure functions from module rows to text or bytes.
 */
export type ModuleRows = readonly (readonly boolean[])[];

export function widthOf(rows: ModuleRows): number {
  return rows[0]?.length ?? 0;
}

/** Surrounds a drawing with light modules. A reader finds a code by the quiet zone around it. */
export function addQuietZone(
  rows: ModuleRows,
  zone: { readonly sides: number; readonly ends: number },
): ModuleRows {
  const side = lightModules(zone.sides);
  const end = lightModules(widthOf(rows) + 2 * zone.sides);
  const ends = Array.from({ length: zone.ends }, () => end);
  return [...ends, ...rows.map((row) => [...side, ...row, ...side]), ...ends];
}

/** Draws every module as a square of `factor` by `factor` smaller ones. */
export function enlarge(rows: ModuleRows, factor: number): ModuleRows {
  return rows.flatMap((row) => {
    const wide = row.flatMap((module) => Array.from({ length: factor }, () => module));
    return Array.from({ length: factor }, () => wide);
  });
}

/** Puts drawings below each other, each in the middle of the widest. */
export function stackRows(drawings: readonly ModuleRows[]): ModuleRows {
  const width = Math.max(...drawings.map(widthOf));
  return drawings.flatMap((rows) => rows.map((row) => centred(row, width)));
}

function centred(row: readonly boolean[], width: number): readonly boolean[] {
  const left = Math.floor((width - row.length) / 2);
  return [...lightModules(left), ...row, ...lightModules(width - row.length - left)];
}

function lightModules(count: number): readonly boolean[] {
  return Array.from({ length: count }, () => false);
}
