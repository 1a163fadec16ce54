import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { TallyError } from '@tallystick/foundation';
import { createOperator } from '../operators/create-operator.ts';
import { findOperator } from '../operators/find-operator.ts';
import { startPlatform } from '../testing/start-platform.ts';
import { openInstallation } from './open-installation.ts';

let platform: Awaited<ReturnType<typeof startPlatform>>;

before(async () => {
  platform = await startPlatform({ bucketCount: 4 });
});
after(() => platform.server.stop());

void test('the bucket count of the first start stays, whatever a later one asks for', async () => {
  assert.equal((await openInstallation(platform.context, 64)).bucketCount, 4);
  assert.equal((await openInstallation(platform.context)).bucketCount, 4);
});

void test('a bucket count that is no power of two up to 64 is refused', async () => {
  for (const bucketCount of [0, -1, 3, 63, 128, 0.5, Number.NaN]) {
    await assert.rejects(openInstallation(platform.context, bucketCount), RangeError, `${bucketCount}`);
  }
});

void test('an installation has one operator', async () => {
  await assert.rejects(
    createOperator(platform.context, { name: 'Second market' }),
    (error) => error instanceof TallyError && error.code === 'operator_exists',
  );
  const found = await findOperator(platform.context);
  assert.deepEqual(found, { operatorId: platform.operatorId, operatorName: 'Market' });
});
