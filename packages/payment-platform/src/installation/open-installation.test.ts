import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { TallyError } from '@tallystick/foundation';
import { openDatabase } from '@tallystick/postgres';
import { createOperator } from '../operators/create-operator.ts';
import { findOperator } from '../operators/find-operator.ts';
import { startPlatform } from '../testing/start-platform.ts';
import { openInstallation } from './open-installation.ts';

let platform: Awaited<ReturnType<typeof startPlatform>>;

before(async () => {
  platform = await startPlatform({ bucketCount: 4 });
});
after(() => platform.server.stop());

void test('the bucket count of the first start stays, and a start that asks for another is refused', async () => {
  assert.equal((await openInstallation(platform.context, 4)).bucketCount, 4);
  assert.equal((await openInstallation(platform.context)).bucketCount, 4);
  for (const other of [1, 64]) {
    await assert.rejects(
      openInstallation(platform.context, other),
      (error) => error instanceof TallyError && error.code === 'bucket_count_wrong',
    );
  }
});

void test('a database that does not compare texts by their bytes gets no second bucket', async () => {
  const { database } = platform.context;
  await database.query({
    name: '',
    text: `CREATE DATABASE in_words TEMPLATE template0 LOCALE_PROVIDER icu ICU_LOCALE 'en'`,
    values: [],
  });
  const inWords = await openDatabase({ ...platform.server.server.connection, database: 'in_words' });
  try {
    await assert.rejects(
      openInstallation({ ...platform.context, database: inWords }, 2),
      (error) => error instanceof TallyError && error.code === 'bucket_count_wrong',
    );
  } finally {
    await inWords.close();
  }
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
