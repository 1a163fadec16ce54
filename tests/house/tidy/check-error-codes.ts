import ts from 'typescript';

import { type HouseFile, isPackageSource, isTestCode, type Violation } from '../house-file.ts';
import { lineOf, parse, visit } from '../syntax.ts';

const registryFolder = 'packages/foundation/src/errors/';

/** Codes that are thrown but stand in no registry, and codes of the registry that nothing in the sources names. */
export function checkErrorCodes(
  files: readonly HouseFile[],
  registryCodes: ReadonlySet<string>,
): readonly Violation[] {
  const sources = files.filter(({ path }) => isPackageSource(path) && !path.startsWith(registryFolder));
  const named = new Set<string>();
  const unknown: Violation[] = [];
  for (const file of sources) {
    visit(parse(file), (node) => {
      if (ts.isStringLiteralLike(node) && !isTestCode(file.path) && !isListed(node)) named.add(node.text);
      const code = thrownCode(node);
      if (code === undefined || registryCodes.has(code)) return;
      const message = `${code} is not in the registry`;
      unknown.push({ path: file.path, line: lineOf(node), rule: 'unknown-code', message });
    });
  }
  const unused = [...registryCodes]
    .filter((code) => !named.has(code))
    .map((code) => ({
      path: registryFolder,
      line: 0,
      rule: 'unused-code',
      message: `nothing in the sources names ${code}; an error that can’t happen misleads who reads the list`,
    }));
  return [...unknown, ...unused];
}

/** What a route lists for the API’s document says what may happen, and makes nothing happen. */
function isListed(node: ts.Node): boolean {
  const property = node.parent.parent;
  return ts.isPropertyAssignment(property) && property.name.getText() === "'x-problems'";
}

function thrownCode(node: ts.Node): string | undefined {
  if (!ts.isNewExpression(node) || !ts.isIdentifier(node.expression)) return undefined;
  const [code] = node.arguments ?? [];
  const isError = node.expression.text === 'TallyError';
  return isError && code !== undefined && ts.isStringLiteralLike(code) ? code.text : undefined;
}
