import { type Values } from './vector-values.ts';
import { packageImplementation } from './with-packages.ts';

/** For cases that go on from a good answer. Throws where the packages refuse. */
export async function answerOfPackages(groupName: string, input: Values): Promise<Values> {
  const answer = await packageImplementation[groupName]?.(input);
  if (answer === undefined || !('output' in answer))
    throw new Error(`${groupName}: this was to be a good one`);
  return answer.output;
}
