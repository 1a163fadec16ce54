import ts from 'typescript';

import { type HouseFile, isPackageSource, isTestCode, type Violation } from '../house-file.ts';
import { commentsOf, lineOf, parse, visit } from '../syntax.ts';

/** The one place of an app that writes to its terminal. */
const outputFolder = /^apps\/[^/]+\/src\/output\//;

/** Words of the language and of comments that this house does without. */
export function checkLanguage(file: HouseFile): readonly Violation[] {
  const source = parse(file);
  const violations: Violation[] = [];
  const add = (line: number, rule: string, message: string): void => {
    violations.push({ path: file.path, line, rule, message });
  };
  visit(source, (node) => {
    if (isDefaultExport(node)) add(lineOf(node), 'default-export', 'export by name');
    if (node.kind === ts.SyntaxKind.AnyKeyword)
      add(lineOf(node), 'any', 'say what it is, or `unknown` and a guard');
    if (
      isConsole(node) &&
      isPackageSource(file.path) &&
      !isTestCode(file.path) &&
      !outputFolder.test(file.path)
    ) {
      add(lineOf(node), 'console', 'only apps/*/src/output writes to the terminal; a package takes a log');
    }
    if (isOnly(node)) add(lineOf(node), 'only', '`only` silences every other test');
  });
  for (const { text, line } of commentsOf(source)) {
    if (/@ts-(ignore|nocheck|expect-error)/.test(text))
      add(line, 'suppressed', 'mend the type instead of hiding it');
    if (/eslint-disable/.test(text))
      add(line, 'suppressed', 'change the rule in eslint.config.js or the code');
    if (/\b(TODO|FIXME|XXX|HACK)\b/.test(text))
      add(line, 'unfinished', 'do it, or write an issue and take this out');
  }
  return violations;
}

function isDefaultExport(node: ts.Node): boolean {
  if (ts.isExportAssignment(node)) return true;
  if (ts.isExportSpecifier(node)) return node.name.text === 'default';
  return ts.canHaveModifiers(node) && (ts.getModifiers(node) ?? []).some(isDefaultKeyword);
}

function isDefaultKeyword(modifier: ts.Modifier): boolean {
  return modifier.kind === ts.SyntaxKind.DefaultKeyword;
}

function isConsole(node: ts.Node): boolean {
  return (
    ts.isPropertyAccessExpression(node) &&
    ts.isIdentifier(node.expression) &&
    node.expression.text === 'console'
  );
}

function isOnly(node: ts.Node): boolean {
  if (!ts.isCallExpression(node) || !ts.isPropertyAccessExpression(node.expression)) return false;
  const { expression, name } = node.expression;
  return (
    name.text === 'only' && ts.isIdentifier(expression) && /^(test|it|describe|suite)$/.test(expression.text)
  );
}
