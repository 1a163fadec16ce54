import ts from 'typescript';

import type { HouseFile, Violation } from '../house-file.ts';
import { lineOf, parse, visit } from '../syntax.ts';

const maximumFunctionLines = { own: 70, nested: 150 };
const maximumLineCharacters = 125;

/** Functions and lines that are too long to be read; the length of a file is ESLint’s `max-lines`. */
export function checkLengths(file: HouseFile): readonly Violation[] {
  return [...checkLineLength(file), ...checkFunctionLength(file)];
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

/**
 * A function that holds others, as a factory or a group of tests does, is measured without them, since each of them is
 * measured by itself; with all of them it must still be something to read in one go.
 */
function checkFunctionLength(file: HouseFile): readonly Violation[] {
  const violations: Violation[] = [];
  visit(parse(file), (node) => {
    if (!isFunction(node)) return;
    const all = linesOf(node);
    const own = all - sum(functionsInside(node).map((inner) => linesOf(inner) - 1));
    const { own: mostOwn, nested: mostNested } = maximumFunctionLines;
    if (own <= mostOwn && all <= mostNested) return;
    const message = `a function of ${own} lines (${mostOwn} at most), ${all} with those inside (${mostNested})`;
    violations.push({ path: file.path, line: lineOf(node), rule: 'function-length', message });
  });
  return violations;
}

function isFunction(node: ts.Node): boolean {
  return ts.isFunctionLike(node) && 'body' in node && node.body !== undefined;
}

/** The nearest ones; those inside them are theirs. */
function functionsInside(node: ts.Node): readonly ts.Node[] {
  const found: ts.Node[] = [];
  const search = (child: ts.Node): void => {
    if (isFunction(child)) found.push(child);
    else ts.forEachChild(child, search);
  };
  ts.forEachChild(node, search);
  return found;
}

function linesOf(node: ts.Node): number {
  return node.getSourceFile().getLineAndCharacterOfPosition(node.getEnd()).line + 2 - lineOf(node);
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, number) => total + number, 0);
}
