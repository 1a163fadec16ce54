import type { TestContext } from 'node:test';

type Action = () => unknown;

const actionsOfTests = new WeakMap<TestContext, Action[]>();

/** Does something after the test, in the reverse order of the calls: what was started last is stopped first. */
export function afterwards(test: TestContext, action: Action): void {
  const known = actionsOfTests.get(test);
  if (known !== undefined) {
    known.push(action);
    return;
  }
  const actions = [action];
  actionsOfTests.set(test, actions);
  test.after(async () => {
    for (const next of actions.toReversed()) await next();
  });
}
