import ts from 'typescript';

import { type HouseFile, isPackageSource, type Violation } from '../house-file.ts';
import { lineOf, parse, visit } from '../syntax.ts';

export interface NamedStatement {
  readonly path: string;
  readonly line: number;
  readonly name: string;
  readonly text: string;
}

/**
 * A prepared statement is known to PostgreSQL by its name: a second text under the same name would never be run,
 * or would fail, depending on which connection saw which first.
 */
export function checkStatements(files: readonly HouseFile[]): readonly Violation[] {
  const first = new Map<string, NamedStatement>();
  return files
    .filter((file) => isPackageSource(file.path))
    .flatMap(statementsOf)
    .flatMap(({ path, line, name, text }) => {
      const known = first.get(name);
      if (known === undefined) first.set(name, { path, line, name, text });
      if (known === undefined || known.text === text) return [];
      const message = `${name} has another text at ${known.path}:${known.line}`;
      return [{ path, line, rule: 'statement-name', message }];
    });
}

export function statementsOf(file: HouseFile): readonly NamedStatement[] {
  const found: NamedStatement[] = [];
  visit(parse(file), (node) => {
    if (!ts.isObjectLiteralExpression(node)) return;
    const name = valueOf(node, 'name');
    const text = valueOf(node, 'text');
    if (name === undefined || text === undefined || !ts.isStringLiteralLike(name)) return;
    // Without a name a statement is not prepared, so it shares nothing.
    if (name.text === '') return;
    const words = text.getText().replaceAll(/\s+/g, ' ');
    found.push({ path: file.path, line: lineOf(node), name: name.text, text: words });
  });
  return found;
}

function valueOf(literal: ts.ObjectLiteralExpression, name: string): ts.Expression | undefined {
  const property = literal.properties.find(
    (candidate) => ts.isPropertyAssignment(candidate) && candidate.name.getText() === name,
  );
  return property !== undefined && ts.isPropertyAssignment(property) ? property.initializer : undefined;
}
