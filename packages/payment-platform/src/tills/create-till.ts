import { TallyError, uuidV7 } from '@tallystick/foundation';
import type { Transaction } from '@tallystick/postgres';
import { makeApiKey } from '../api-keys/api-key.ts';
import type { PlatformContext } from '../platform-context.ts';
import { maximumTillNumber, type Till } from './till.ts';

export interface NewTill {
  readonly merchantId: string;
  readonly name: string;
  /** The lowest free one where it is left out. */
  readonly tillNumber?: number;
}

interface MerchantRow {
  readonly operator_id: string;
  readonly name: string;
}

/**
 * Creates a till with its API key.
 *
 * @returns the till and its key, `till_…`: shown once, only its hash is stored.
 * @throws TallyError `merchant_unknown`, `till_number_taken`.
 */
export async function createTill(
  { database, clock }: PlatformContext,
  { merchantId, name, tillNumber: wantedNumber }: NewTill,
): Promise<{ readonly till: Till; readonly key: string }> {
  const { text: key, keyHash } = makeApiKey('till');
  const tillId = uuidV7(clock.nowMs());
  // Of two that wish for the same number at once, the unique index lets one through; the other runs again from its reads.
  const till = await database.transaction(async (transaction) => {
    const merchant = await readMerchant(transaction, merchantId);
    const tillNumber =
      wantedNumber === undefined
        ? await lowestFreeNumber(transaction, merchant.operator_id)
        : await assertFree(transaction, merchant.operator_id, wantedNumber);
    const statement = {
      name: 'platform.insert_till',
      text: `INSERT INTO platform.tills (till_id, merchant_id, operator_id, till_number, name, key_hash, created_at)
        VALUES ($1, $2, $3, $4, $5, $6, $7)`,
      values: [tillId, merchantId, merchant.operator_id, tillNumber, name, keyHash, new Date(clock.nowMs())],
    };
    transaction.write(statement, 1);
    return {
      tillId,
      tillNumber,
      tillName: name,
      merchantId,
      merchantName: merchant.name,
      operatorId: merchant.operator_id,
    };
  });
  return { till, key };
}

async function readMerchant(transaction: Transaction, merchantId: string): Promise<MerchantRow> {
  const [merchant] = await transaction.read<MerchantRow>({
    name: 'platform.find_merchant',
    text: 'SELECT operator_id, name FROM platform.merchants WHERE merchant_id = $1',
    values: [merchantId],
  });
  if (merchant === undefined) throw new TallyError('merchant_unknown');
  return merchant;
}

async function assertFree(transaction: Transaction, operatorId: string, tillNumber: number): Promise<number> {
  const taken = await transaction.read({
    name: 'platform.find_till_number',
    text: 'SELECT 1 AS taken FROM platform.tills WHERE operator_id = $1 AND till_number = $2',
    values: [operatorId, tillNumber],
  });
  if (taken.length > 0) throw new TallyError('till_number_taken', { field: '/tillNumber' });
  return tillNumber;
}

/** One at a time: of many that looked at once, all would find the same number and most would lose it too often. */
async function lowestFreeNumber(transaction: Transaction, operatorId: string): Promise<number> {
  await transaction.read({
    name: 'platform.lock_operator_for_till_number',
    text: 'SELECT operator_id FROM platform.operators WHERE operator_id = $1 FOR NO KEY UPDATE',
    values: [operatorId],
  });
  const [row] = await transaction.read<{ free: number }>({
    name: 'platform.lowest_free_till_number',
    text: `SELECT free FROM (
        SELECT 1 AS free UNION ALL
        SELECT till_number + 1 FROM platform.tills WHERE operator_id = $1 AND till_number < $2) AS candidate
      WHERE NOT EXISTS (SELECT FROM platform.tills WHERE operator_id = $1 AND till_number = free)
      ORDER BY free LIMIT 1`,
    values: [operatorId, maximumTillNumber],
  });
  if (row === undefined) throw new TallyError('till_number_taken', { detail: 'Every till number is taken.' });
  return row.free;
}
