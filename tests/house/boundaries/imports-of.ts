import { builtinModules } from 'node:module';

import ts from 'typescript';

import type { HouseFile } from '../house-file.ts';
import { lineOf, parse, visit } from '../syntax.ts';

export interface Import {
  /** What stands between the quotes; undefined where it is computed. */
  readonly specifier: string | undefined;
  readonly line: number;
}

/** All that a file pulls in: static, type-only, re-exported, dynamic, `import('x').T`, `require`, `import.meta.resolve`. */
export function importsOf(file: HouseFile): readonly Import[] {
  const source = parse(file);
  const found: Import[] = [];
  const add = (node: ts.Node, specifier: ts.Node | undefined): void => {
    const text = specifier !== undefined && ts.isStringLiteralLike(specifier) ? specifier.text : undefined;
    found.push({ specifier: text, line: lineOf(node) });
  };
  visit(source, (node) => {
    if (ts.isImportDeclaration(node)) add(node, node.moduleSpecifier);
    else if (ts.isExportDeclaration(node) && node.moduleSpecifier !== undefined)
      add(node, node.moduleSpecifier);
    else if (ts.isExternalModuleReference(node)) add(node, node.expression);
    else if (ts.isImportTypeNode(node))
      add(node, ts.isLiteralTypeNode(node.argument) ? node.argument.literal : undefined);
    else if (ts.isCallExpression(node) && loadsModule(node)) add(node, node.arguments[0]);
    else if (ts.isCallExpression(node) && locatesModule(node)) add(node, node.arguments[0]);
  });
  return found;
}

export function isBuiltin(specifier: string): boolean {
  return specifier.startsWith('node:') || builtinModules.includes(specifier);
}

/** Names of the machine or the browser that a file uses without declaring or importing them. */
export function foreignGlobalsOf(
  file: HouseFile,
  foreign: ReadonlySet<string>,
): readonly { readonly name: string; readonly line: number }[] {
  const source = parse(file);
  const declared = new Set<string>();
  const used: { name: string; line: number }[] = [];
  visit(source, (node) => {
    if (!ts.isIdentifier(node) || !foreign.has(node.text)) return;
    if (declaresName(node)) declared.add(node.text);
    else if (!isMemberName(node)) used.push({ name: node.text, line: lineOf(node) });
  });
  return used.filter(({ name }) => !declared.has(name));
}

function loadsModule(call: ts.CallExpression): boolean {
  const callee = call.expression;
  if (callee.kind === ts.SyntaxKind.ImportKeyword) return true;
  return ts.isIdentifier(callee) && callee.text === 'require';
}

/** `import.meta.resolve` of a literal. A computed one finds a file, such as the binaries for this platform; it runs none. */
function locatesModule(call: ts.CallExpression): boolean {
  const callee = call.expression;
  const [specifier] = call.arguments;
  const isResolve =
    ts.isPropertyAccessExpression(callee) &&
    ts.isMetaProperty(callee.expression) &&
    callee.name.text === 'resolve';
  return isResolve && specifier !== undefined && ts.isStringLiteralLike(specifier);
}

function declaresName(identifier: ts.Identifier): boolean {
  const parent = identifier.parent;
  const declaration =
    ts.isVariableDeclaration(parent) ||
    ts.isParameter(parent) ||
    ts.isBindingElement(parent) ||
    ts.isFunctionDeclaration(parent) ||
    ts.isImportSpecifier(parent) ||
    ts.isImportClause(parent);
  return declaration && parent.name === identifier;
}

function isMemberName(identifier: ts.Identifier): boolean {
  const parent = identifier.parent;
  if (ts.isPropertyAccessExpression(parent)) return parent.name === identifier;
  if (ts.isQualifiedName(parent)) return parent.right === identifier;
  const named =
    ts.isPropertyAssignment(parent) ||
    ts.isPropertySignature(parent) ||
    ts.isPropertyDeclaration(parent) ||
    ts.isMethodDeclaration(parent) ||
    ts.isMethodSignature(parent) ||
    ts.isEnumMember(parent);
  return named && parent.name === identifier;
}
