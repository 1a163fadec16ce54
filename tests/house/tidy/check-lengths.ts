import ts from 'typescript';

import { type HouseFile, isTestCode, type Violation } from '../house-file.ts';
import { lineOf, parse, visit } from '../syntax.ts';

const maximumLines = { code: 300, test: 400 };
const maximumFunctionLines = 70;
const maximumLineCharacters = 125;

/** Files, functions and lines that nobody would want to read. */
export function checkLengths(file: HouseFile): readonly Violation[] {
  return [...checkFileLength(file), ...checkLineLength(file), ...checkFunctionLength(file)];
}

function checkFileLength({ path, text }: HouseFile): readonly Violation[] {
  const lines = text.trimEnd().split('\n').length;
  const most = isTestCode(path) ? maximumLines.test : maximumLines.code;
  if (lines <= most) return [];
  const message = `${lines} lines, ${most} at most; which second subject can have a file of its own?`;
  return [{ path, line: 0, rule: 'file-length', message }];
}

/** Prettier wraps code; this is about comments. A line with a long string or a URL can't be wrapped. */
function checkLineLength({ path, text }: HouseFile): readonly Violation[] {
  return text.split('\n').flatMap((content, index) => {
    const characters = [...content].length;
    const unbreakable =
      /https?:\/\/|['"`/].{60,}/.test(content) && !/^\s*(\/\/|\/?\*)(?!.*https?:)/.test(content);
    if (characters <= maximumLineCharacters || unbreakable) return [];
    const message = `${characters} characters, ${maximumLineCharacters} at most`;
    return [{ path, line: index + 1, rule: 'line-length', message }];
  });
}

function checkFunctionLength(file: HouseFile): readonly Violation[] {
  const source = parse(file);
  const violations: Violation[] = [];
  visit(source, (node) => {
    if (!ts.isFunctionLike(node) || !('body' in node) || node.body === undefined) return;
    const line = lineOf(node);
    const lines = source.getLineAndCharacterOfPosition(node.getEnd()).line + 2 - line;
    if (lines <= maximumFunctionLines) return;
    const message = `a function of ${lines} lines, ${maximumFunctionLines} at most`;
    violations.push({ path: file.path, line, rule: 'function-length', message });
  });
  return violations;
}
