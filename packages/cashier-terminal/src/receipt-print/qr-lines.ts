import { encodeQR } from 'qr';

/** Modules of quiet zone that ISO/IEC 18004, section 5.3.8, asks for on each side. */
const quietZoneModules = 4;

/**
 * A QR code as lines of half blocks, two rows of modules a line: dark modules are ink, so this is for paper. A terminal
 * with light letters on a dark ground has to draw it inverted.
 */
export function drawQrLines(text: string): readonly string[] {
  const rows = encodeQR(text, 'raw', { ecc: 'low', border: quietZoneModules });
  const lines: string[] = [];
  for (let row = 0; row < rows.length; row += 2) {
    const upper = rows[row] ?? [];
    const lower = rows[row + 1] ?? [];
    lines.push(upper.map((isDark, column) => halfBlock(isDark, lower[column] ?? false)).join(''));
  }
  return lines;
}

function halfBlock(isUpperDark: boolean, isLowerDark: boolean): string {
  if (isUpperDark) return isLowerDark ? '█' : '▀';
  return isLowerDark ? '▄' : ' ';
}
