import type { ModuleRows } from '../display/module-rows.ts';

/** Reads the runs of an SVG’s path back into modules. */
export function modulesOfSvg(svg: string): ModuleRows {
  const [, width = '0', height = '0'] = /viewBox="0 0 (\d+) (\d+)"/.exec(svg) ?? [];
  const rows = Array.from({ length: Number(height) }, () =>
    Array.from({ length: Number(width) }, () => false),
  );
  for (const [, x, y, length] of svg.matchAll(/M(\d+) (\d+)h(\d+)v1h-\d+z/g)) {
    rows[Number(y)]?.fill(true, Number(x), Number(x) + Number(length));
  }
  return rows;
}
