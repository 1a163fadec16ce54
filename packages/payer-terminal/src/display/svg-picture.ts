import { type ModuleRows, widthOf } from './module-rows.ts';

export interface SvgOptions {
  /** What a screen reader says first. Never the digits: they are hidden until asked for. */
  readonly title: string;
  readonly description: string;
  /** Width and height of a module in CSS pixels, a whole number. */
  readonly modulePixels: number;
}

/** Draws modules as an SVG document: one rectangle a run of dark modules, on a white ground in every colour scheme. */
export function svgPicture(rows: ModuleRows, options: SvgOptions): string {
  const [width, height] = [widthOf(rows), rows.length];
  const size = `width="${width * options.modulePixels}" height="${height * options.modulePixels}"`;
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" ${size} viewBox="0 0 ${width} ${height}" role="img" aria-labelledby="title description" shape-rendering="crispEdges">`,
    `<title id="title">${escapeXml(options.title)}</title>`,
    `<desc id="description">${escapeXml(options.description)}</desc>`,
    `<rect width="${width}" height="${height}" fill="#ffffff"/>`,
    `<path d="${rows.map(pathOfRow).join('')}" fill="#000000"/>`,
    '</svg>',
    '',
  ].join('\n');
}

function pathOfRow(row: readonly boolean[], y: number): string {
  let path = '';
  for (let x = 0; x < row.length;) {
    const end = endOfRun(row, x);
    if (row[x] === true) path += `M${x} ${y}h${end - x}v1h${x - end}z`;
    x = end;
  }
  return path;
}

function endOfRun(row: readonly boolean[], start: number): number {
  let end = start + 1;
  while (end < row.length && row[end] === row[start]) end += 1;
  return end;
}

function escapeXml(text: string): string {
  return text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;');
}
