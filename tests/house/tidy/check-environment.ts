import ts from 'typescript';

import { type HouseFile, isPackageSource, isTestCode, type Violation } from '../house-file.ts';
import { lineOf, parse, visit } from '../syntax.ts';

const reader = 'apps/tally/src/environment/read-environment.ts';
/** It hides the environment from the database’s driver. */
const driver = 'packages/postgres/src/connections/driver-client.ts';

/**
 * Variables are read in one place, where one that is empty counts as unset. os.homedir() reads one too, and takes an empty
 * HOME for a folder.
 */
export function checkEnvironment(file: HouseFile): readonly Violation[] {
  const { path } = file;
  if (!isPackageSource(path) || isTestCode(path) || path.endsWith('.fixture.ts')) return [];
  if (path === reader || path === driver) return [];
  const violations: Violation[] = [];
  visit(parse(file), (node) => {
    if (!readsEnvironment(node)) return;
    const message = `take the environment that the command was given, of ${reader}`;
    violations.push({ path, line: lineOf(node), rule: 'environment', message });
  });
  return violations;
}

function readsEnvironment(node: ts.Node): boolean {
  if (ts.isPropertyAccessExpression(node))
    return isHomeOfSystem(node) || (node.name.text === 'env' && isProcess(node.expression));
  if (ts.isElementAccessExpression(node))
    return /^['"`]env['"`]$/.test(node.argumentExpression.getText()) && isProcess(node.expression);
  if (ts.isVariableDeclaration(node))
    return (
      node.initializer !== undefined && isProcess(node.initializer) && /\benv\b/.test(node.name.getText())
    );
  if (!ts.isImportSpecifier(node)) return false;
  const name = (node.propertyName ?? node.name).text;
  const from = node.parent.parent.parent.moduleSpecifier.getText();
  return (name === 'env' && /\bprocess\b/.test(from)) || (name === 'homedir' && /\bos\b/.test(from));
}

function isHomeOfSystem({ name, expression }: ts.PropertyAccessExpression): boolean {
  return name.text === 'homedir' && ts.isIdentifier(expression) && expression.text === 'os';
}

function isProcess(node: ts.Expression): boolean {
  if (ts.isPropertyAccessExpression(node)) return node.name.text === 'process';
  return ts.isIdentifier(node) && node.text === 'process';
}
