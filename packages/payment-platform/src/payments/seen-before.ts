/**
 * True where the key was asked about before; asking makes it known. The latest `atLeast` keys are remembered, and at most
 * twice as many. A forgotten key looks new again, so that nothing may rest on the answer but a saving.
 */
export function createSeenBefore(atLeast: number): (key: string) => boolean {
  // When the younger set is full it becomes the older one: cheaper than putting single keys in order.
  let younger = new Set<string>();
  let older: ReadonlySet<string> = new Set();
  return (key) => {
    if (younger.has(key)) return true;
    if (younger.size >= atLeast) [older, younger] = [younger, new Set()];
    younger.add(key);
    return older.has(key);
  };
}
