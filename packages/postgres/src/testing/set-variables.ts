import type { TestContext } from 'node:test';

/** Variables of this process until the end of the test. */
export function setVariables(test: TestContext, variables: Readonly<Record<string, string>>): void {
  const former = process.env;
  process.env = { ...former, ...variables };
  test.after(() => (process.env = former));
}
