import assert from 'node:assert/strict';
import { test } from 'node:test';
import { verifyDatabase } from '@tallystick/integrity';
import { openTestShop, type TestPayer } from '../payments/test-shop.ts';

const rounds = 12;
const payersAtOnce = 24;

void test('while payments and reversals go on, nothing is found that is not there', async (t) => {
  const shop = await openTestShop();
  t.after(() => shop.close());
  const till = await shop.openTill();
  const payers: TestPayer[] = [];
  for (let index = 0; index < payersAtOnce; index += 1) payers.push(await shop.enrolPayer(100_000n));

  let isPaying = true;
  async function payAndReverse(): Promise<void> {
    for (let round = 0; round < rounds; round += 1) {
      const codes: string[] = [];
      for (const payer of payers) codes.push(await payer.nextCode());
      shop.clock.advance(10_000);
      const ids = codes.map((_, index) => `R${round}P${index}`);
      const answers = await Promise.all(
        codes.map((code, index) => till.pay(ids[index] ?? '', code, String(450 + round))),
      );
      assert.ok(answers.every(({ body }) => body['outcome'] === 'approved'));
      await Promise.all(ids.slice(0, 8).map((id) => till.reverse(id)));
    }
    isPaying = false;
  }

  const paying = payAndReverse();
  const counts = new Set<number>();
  while (isPaying) {
    const looks = await verifyDatabase(shop.database);
    assert.deepEqual(
      looks.flatMap(({ differences }) => differences),
      [],
    );
    counts.add(looks.find(({ name }) => name === 'outcome_incomplete')?.lookedAt.count ?? -1);
  }
  await paying;
  assert.ok(counts.size > 3, `it looked at ${counts.size} moments of the load`);
});
