import path from 'node:path';
import { createOperator, createOperatorKey, findOperator } from '@tallystick/payment-platform';
import type { SeedContext } from './seed-demo.ts';
import { writePrivateFile } from './write-private-file.ts';

/**
 * An installation that starts empty has an operator and the first key to its API, and nothing else.
 *
 * @returns the file that holds the key, or undefined where there is an operator already.
 */
export async function seedOperator({
  platform,
  dataDirectory,
}: Pick<SeedContext, 'platform' | 'dataDirectory'>): Promise<string | undefined> {
  if ((await findOperator(platform)) !== undefined) return undefined;
  const { operatorId } = await createOperator(platform, { name: 'Operator' });
  const operatorKey = await createOperatorKey(platform, { operatorId });
  const file = path.join(dataDirectory, 'operator-key.json');
  await writePrivateFile(file, `${JSON.stringify({ operatorKey }, undefined, 2)}\n`);
  return file;
}
