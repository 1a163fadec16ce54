import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { allChecks, databaseDifferences } from '@tallystick/integrity';
import { endAbandonedPayments } from '@tallystick/payment-platform';
import type { Look } from '@tallystick/postgres';
import { createSnapshot } from '../../packages/postgres/src/integrity/snapshot.ts';
import { openTestShop, type TestShop } from '../payments/test-shop.ts';
import { forged } from '../support/forged.ts';
import { plants, type Plant } from './plants.ts';

/** Every check of `tally verify` is seen to find a wrong row, on a real database with real payments of every kind. */
let shop: TestShop;

before(async () => {
  shop = await openTestShop();
  const till = await shop.openTill();
  const [payer, poor, fast] = [
    await shop.enrolPayer(100_000n),
    await shop.enrolPayer(100n),
    await shop.enrolPayer(9_000n, 40_000),
  ];
  // Nobody pays with it.
  await shop.enrolPayer(777n);
  const code = await payer.nextCode();
  await till.pay('approved', code);
  await till.pay('replayed', code, '440');
  await till.pay('forged', forged(await payer.nextCode()));
  await till.payWith('second', await payer.nextCode(), { duplicateOf: 'approved' });
  await till.pay('reversed', await payer.nextCode(), '470');
  await till.reverse('reversed');
  await till.reverse('never_seen');
  await till.payWith('ordered', await payer.nextCode(), { order: { reference: 'table-7' } });
  await till.pay('in_parts', await payer.nextCode(), '900');
  await till.refund('part_1', 'in_parts', '100');
  await till.refund('part_2', 'in_parts', '200');
  await till.pay('poor', await poor.nextCode());
  const early = await fast.nextCode();
  const { body } = await till.pay('early', early);
  shop.clock.advance(Number(body['pollAfterMs']));
  await till.pay('early', early);
  const faster = await shop.enrolPayer(9_000n, 40_000);
  await till.pay('abandoned', await (await shop.enrolPayer(9_000n, 40_000)).nextCode());
  shop.clock.advance(310_000);
  await endAbandonedPayments(shop.platform);
  await till.pay('held', await faster.nextCode());
  const closing = await shop.enrolPayer(9_000n, 40_000);
  await till.pay('closed', await closing.nextCode());
  await till.reverse('closed');
  await till.pay('far_ahead', await (await shop.enrolPayer(9_000n, 120_000)).nextCode());
  // The shop’s clock is not the database’s: what was just decided is made so for it.
  await change(`UPDATE authentication.verdicts SET decided_at = now();
    UPDATE platform.payments SET claimed_at = now()`);
});
after(() => shop.close());

async function change(text: string): Promise<void> {
  await shop.database.query({ name: '', text, values: [] });
}

/** Thrown to take the plant back. */
class Enough extends Error {}

/** Plants, looks, and leaves the database as it was: all in one transaction that is rolled back. */
async function whatIsFound({ sql }: Plant): Promise<ReadonlyMap<string, Look>> {
  const looks = new Map<string, Look>();
  await assert.rejects(
    shop.database.transaction(
      async (transaction) => {
        await transaction.read({ name: '', text: sql, values: [] });
        const snapshot = createSnapshot(transaction);
        for (const check of allChecks) looks.set(check.name, await check.look(snapshot));
        throw new Enough();
      },
      { statementTimeoutMs: 30_000 },
    ),
    Enough,
  );
  return looks;
}

void test('payments of every kind leave nothing to find', async () => {
  assert.deepEqual(await databaseDifferences(shop.database), []);
});

for (const plant of plants) {
  void test(`${plant.what}: ${plant.finds.join(', ')}`, async () => {
    const looks = await whatIsFound(plant);
    const found = [...looks].filter(([, look]) => look.differences.length > 0);
    const told = found.flatMap(([name, look]) =>
      look.differences.map((one) => `${name}: ${JSON.stringify(one)}`),
    );
    assert.deepEqual(found.map(([name]) => name).toSorted(), plant.finds.toSorted(), told.join('\n'));
    for (const [, { differences, lookedAt }] of found) {
      assert.ok(lookedAt.count > 0);
      for (const { subject, expected, found: seen } of differences) {
        assert.ok(subject !== '' && expected !== '' && seen !== '' && expected !== seen);
      }
    }
  });
}

void test('every check has a plant, and no name is used twice', () => {
  const names = allChecks.map(({ name }) => name);
  assert.equal(new Set(names).size, names.length);
  assert.deepEqual([...new Set(plants.flatMap(({ finds }) => finds))].toSorted(), names.toSorted());
});

void test('however much is wrong, a hundred places of a kind are told', async () => {
  const many = await whatIsFound({
    what: 'many',
    sql: `INSERT INTO platform.entries
      SELECT 0, ('01900000-0000-7000-8000-' || lpad(to_hex(number), 12, '0'))::uuid, gen_random_uuid(), 1, now()
      FROM generate_series(1, 300) AS number`,
    finds: [],
  });
  const look = many.get('transfer_not_zero');
  assert.deepEqual([look?.differences.length, look?.isCutShort], [100, true]);
});
