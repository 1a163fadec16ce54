import type { HouseFile } from '../house-file.ts';

/**
 * A fenced block whose info string has the word `run` behind its language is run by a test:
 *
 * - `ts run`: a module of its own; the comment behind each `console.log(…);` is the line that it prints.
 * - `sh run`: all such blocks of one document are one shell session, in their order. A block `text output` that
 *   follows holds what is printed; a `…` in it stands for anything within its line.
 */
export interface Snippet {
  readonly path: string;
  readonly line: number;
  readonly language: 'ts' | 'sh';
  readonly code: string;
  /** Undefined where the document does not say what is printed. */
  readonly output: string | undefined;
}

interface Block {
  readonly line: number;
  readonly words: readonly string[];
  readonly code: string;
}

export function snippetsOf(file: HouseFile): readonly Snippet[] {
  const blocks = blocksOf(file.text);
  return blocks.flatMap(({ line, words, code }, index): Snippet[] => {
    const [language, run] = words;
    if (run !== 'run') return [];
    if (language === 'ts') return [{ path: file.path, line, language, code, output: printedBy(code) }];
    if (language !== 'sh')
      throw new Error(`${file.path}:${line}: only ts and sh can be run, not ${language ?? ''}`);
    const next = blocks[index + 1];
    const output = next?.words.join(' ') === 'text output' ? next.code : undefined;
    return [{ path: file.path, line, language, code, output }];
  });
}

/** Whether what was printed is what the document says. */
export function fitsOutput(printed: string, documented: string): boolean {
  const lines = printed.trimEnd().split('\n');
  const expected = documented.trimEnd().split('\n');
  return (
    lines.length === expected.length && expected.every((line, index) => fitsLine(lines[index] ?? '', line))
  );
}

function fitsLine(printed: string, documented: string): boolean {
  const pattern = documented.trimEnd().split('…').map(escapeForPattern).join('.*');
  return new RegExp(`^${pattern}$`, 'u').test(printed.trimEnd());
}

function escapeForPattern(text: string): string {
  return text.replaceAll(/[$()*+./?[\\\]^{|}]/g, String.raw`\$&`);
}

function printedBy(code: string): string {
  const lines = code.matchAll(/console\.log\(.*\); *\/\/ (.*)$/gm);
  return Array.from(lines, ([, printed = '']) => `${printed}\n`).join('');
}

function blocksOf(text: string): readonly Block[] {
  const blocks: Block[] = [];
  let open: { fence: string; line: number; words: readonly string[]; code: string[] } | undefined;
  text.split('\n').forEach((content, index) => {
    const fence = /^(`{3,}|~{3,})(.*)$/.exec(content);
    if (open === undefined) {
      if (fence === null) return;
      const [, marks = '', info = ''] = fence;
      open = { fence: marks, line: index + 1, words: info.trim().split(/\s+/), code: [] };
    } else if (fence?.[1]?.startsWith(open.fence) === true && fence[2]?.trim() === '') {
      blocks.push({ line: open.line, words: open.words, code: `${open.code.join('\n')}\n` });
      open = undefined;
    } else {
      open.code.push(content);
    }
  });
  return blocks;
}
