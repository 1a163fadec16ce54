import { readFileSync } from 'node:fs';
import { join, posix } from 'node:path';

import ts from 'typescript';

const houseRoot = join(import.meta.dirname, '..', '..');

/**
 * The modules of an engine that has no file system: every file of this checkout by its path from the root, its types taken
 * out as the build takes them out.
 */
export function moduleSource(path: string): string {
  const source = readFileSync(join(houseRoot, path), 'utf8');
  const compilerOptions = { target: ts.ScriptTarget.ES2020, module: ts.ModuleKind.ESNext };
  return ts.transpileModule(source, { compilerOptions }).outputText;
}

/** The entries of the package; a browser takes them as an import map. */
export const packageEntries: Readonly<Record<string, string>> = {
  '@tallystick/otp': '/packages/otp/src/index.ts',
  '@tallystick/otp/webcrypto': '/packages/otp/src/webcrypto/index.ts',
  '@tallystick/paycode': '/packages/paycode/src/index.ts',
};

/** What an import in one module means. */
export function resolveModule(base: string, specifier: string): string {
  if (specifier.startsWith('.')) return posix.join(posix.dirname(base), specifier);
  return packageEntries[specifier] ?? specifier;
}
