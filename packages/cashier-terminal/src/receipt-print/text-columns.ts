/** The width of a receipt printer with 80 mm paper, in characters. */
export const receiptColumns = 42;

/** Text as it may go to a printer or a terminal: control characters would steer it, so each becomes a space. */
export function printable(text: string): string {
  return text.replace(/\p{Cc}|\p{Cf}|\p{Zl}|\p{Zp}/gu, ' ');
}

/** In characters as a reader counts them: a letter above U+FFFF is one, though it is two in a JavaScript string. */
function widthOf(text: string): number {
  return [...text].length;
}

function rightAligned(text: string, columns: number): string {
  return ' '.repeat(Math.max(0, columns - widthOf(text))) + text;
}

/** A label at the left edge and a value at the right one; on two lines where one is too short. */
export function labelled(label: string, value: string): string[] {
  const room = receiptColumns - widthOf(label);
  if (widthOf(value) < room) return [label + rightAligned(value, room)];
  return [label, ...wrapped(value).map((line) => rightAligned(line, receiptColumns))];
}

export function centred(text: string): string[] {
  return wrapped(text).map((line) => ' '.repeat(Math.floor((receiptColumns - widthOf(line)) / 2)) + line);
}

/** Breaks text at spaces, and a word that is longer than a line wherever the line ends. */
export function wrapped(text: string): string[] {
  const lines: string[] = [];
  let line = '';
  for (const word of text.split(' ').flatMap(piecesOf)) {
    const longer = line === '' ? word : `${line} ${word}`;
    const isTooLong = widthOf(longer) > receiptColumns;
    if (isTooLong) lines.push(line);
    line = isTooLong ? word : longer;
  }
  return line === '' ? lines : [...lines, line];
}

function piecesOf(word: string): string[] {
  return word.match(new RegExp(`.{1,${receiptColumns}}`, 'gu')) ?? [];
}
