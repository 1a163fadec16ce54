import assert from 'node:assert/strict';

/** A file as the house rules see it. The rules are functions over these, so that a test can plant a wrong one. */
export interface HouseFile {
  /** Relative to the root of the repository, with forward slashes. */
  readonly path: string;
  readonly text: string;
}

export interface Violation {
  readonly path: string;
  /** Counted from 1; 0 where the whole file is meant. */
  readonly line: number;
  /** Short name of the rule, by which a test asks for it. */
  readonly rule: string;
  readonly message: string;
}

export function describeViolation({ path, line, rule, message }: Violation): string {
  return `${path}${line === 0 ? '' : `:${line}`} [${rule}] ${message}`;
}

/** Test code may do more: it runs only here, never in front of a customer. */
export function isTestCode(path: string): boolean {
  return /\.test\.ts$/.test(path) || /(^|\/)(tests|testing|bench)\//.test(path);
}

export function isPackageSource(path: string): boolean {
  return /^(packages|apps)\/[^/]+\/src\/.*\.tsx?$/.test(path);
}

/** Fails with one line a violation, in the form that terminals and editors turn into links. */
export function assertNoViolations(violations: readonly Violation[]): void {
  assert.ok(violations.length === 0, `\n${violations.map(describeViolation).join('\n')}`);
}
