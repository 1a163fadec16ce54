/** A line of a text terminal. */
export interface SessionLine {
  readonly kind: 'comment' | 'command' | 'printed';
  readonly text: string;
}

const columnWidth = 8;
const lineHeight = 16;
const margin = 16;
const colours = { comment: '#5a6b7b', command: '#0b4f9e', printed: '#000000' };

/** Draws a session as an SVG on white. Blocks become rectangles, so that a camera can read a code in any browser. */
export function sessionPicture(lines: readonly SessionLine[]): string {
  const columns = Math.max(...lines.map(({ text }) => [...text].length));
  const [width, height] = [columns * columnWidth + 2 * margin, lines.length * lineHeight + 2 * margin];
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}" role="img" aria-labelledby="title">`,
    '<title id="title">A text terminal: a payment code as QR code and barcode, the receipt of the till, and the payer’s check</title>',
    `<rect width="${width}" height="${height}" rx="8" fill="#ffffff" stroke="#c5ced8"/>`,
    `<g font-family="ui-monospace, 'DejaVu Sans Mono', Menlo, Consolas, monospace" font-size="13" style="white-space:pre" xml:space="preserve">`,
    ...lines.map((line, index) => (hasBlocks(line) ? drawBlocks(line, index) : drawText(line, index))),
    '</g>',
    '</svg>',
    '',
  ].join('\n');
}

function hasBlocks({ text }: SessionLine): boolean {
  return /[▀▄█▌▐]/.test(text);
}

function drawText({ kind, text }: SessionLine, line: number): string {
  const characters = [...text].length;
  if (text.trim() === '') return '';
  const start = characters - [...text.trimStart()].length;
  const shown = text.trim();
  const [x, y] = [margin + start * columnWidth, margin + (line + 0.75) * lineHeight];
  const length = [...shown].length * columnWidth;
  return `<text x="${x}" y="${y}" fill="${colours[kind]}" textLength="${length}" lengthAdjust="spacingAndGlyphs">${escaped(shown)}</text>`;
}

/** Part of a cell that a block covers: left, top, width and height as fractions. */
const shapes: Readonly<Record<string, readonly [number, number, number, number]>> = {
  '█': [0, 0, 1, 1],
  '▀': [0, 0, 1, 0.5],
  '▄': [0, 0.5, 1, 0.5],
  '▌': [0, 0, 0.5, 1],
  '▐': [0.5, 0, 0.5, 1],
};

function drawBlocks({ text }: SessionLine, line: number): string {
  const path = [...text].map((character, column) => {
    const [left, top, wide, high] = shapes[character] ?? [0, 0, 0, 0];
    if (wide === 0) return '';
    const [x, y] = [margin + (column + left) * columnWidth, margin + (line + top) * lineHeight];
    return `M${x} ${y}h${wide * columnWidth}v${high * lineHeight}h${-wide * columnWidth}z`;
  });
  return `<path shape-rendering="crispEdges" d="${path.join('')}"/>`;
}

function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}
