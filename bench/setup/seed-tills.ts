import {
  createMerchant,
  createOperator,
  createTill,
  type PlatformContext,
} from '@tallystick/payment-platform';

/**
 * Creates the operator and so many merchants with a till each.
 *
 * @returns the tills’ API keys.
 */
export async function seedTills(
  platform: PlatformContext,
  merchantCount: number,
): Promise<readonly string[]> {
  const { operatorId } = await createOperator(platform, { name: 'Bench' });
  const keys: string[] = [];
  for (let number = 1; number <= merchantCount; number += 1) {
    const { merchantId } = await createMerchant(platform, { operatorId, name: `Stall ${number}` });
    const { key } = await createTill(platform, { merchantId, name: 'Till', tillNumber: number });
    keys.push(key);
  }
  return keys;
}
