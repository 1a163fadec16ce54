import type { TestShop } from '../payments/test-shop.ts';

/** For tests about what is answered, not about what lasts: connections that are opened from now on wait for no disk. */
export async function forgoFlushes({ database, connection }: TestShop): Promise<void> {
  const text = `ALTER DATABASE ${connection.database} SET synchronous_commit = off`;
  await database.query({ name: '', text, values: [] });
}
