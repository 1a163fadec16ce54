import type { Meeting } from './open-interleavings.ts';
import type { Operation } from './operations.ts';
import { starts } from './start-subject.ts';

/** Each operation, and those that make sense only where it is there too. */
const operations: readonly { readonly name: Operation; readonly with?: Operation }[] = [
  { name: 'pay' },
  { name: 'retry', with: 'pay' },
  { name: 'second_scan' },
  { name: 'query' },
  { name: 'reverse' },
  { name: 'close' },
  { name: 'refund' },
  { name: 'refund_retry', with: 'refund' },
  { name: 'other_refund', with: 'refund' },
  { name: 'end_abandoned' },
];

/** Every choice of so many operations, in every state of a payment, with an order and without. */
export function meetingsOf(count: number): readonly Meeting[] {
  const sets = setsOf(
    operations.map(({ name }) => name),
    count,
  ).filter(makesSense);
  return starts.flatMap((start) =>
    [false, true].flatMap((hasOrder) => sets.map((set): Meeting => ({ start, hasOrder, operations: set }))),
  );
}

/** An operation may meet itself; which of two is named first makes no difference. */
function setsOf(names: readonly Operation[], count: number): readonly (readonly Operation[])[] {
  if (count === 0) return [[]];
  return names.flatMap((name, index) => setsOf(names.slice(index), count - 1).map((rest) => [name, ...rest]));
}

/** A retry is a second payment, so that a payment need not meet itself besides. */
function makesSense(set: readonly Operation[]): boolean {
  const repeats: readonly Operation[] = ['pay', 'refund', 'second_scan', 'query'];
  return set.every((name, index) => {
    const needed = operations.find((operation) => operation.name === name)?.with;
    const isRepeated = set.indexOf(name) !== index;
    return (needed === undefined || set.includes(needed)) && !(isRepeated && repeats.includes(name));
  });
}
