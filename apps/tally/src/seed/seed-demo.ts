import type { AccountOfCredentials, Activation } from '@tallystick/verification-contract';
import {
  createMerchant,
  createOperator,
  createOperatorKey,
  createPayerAccount,
  createTill,
  findAccount,
  findOperator,
  topUp,
  type TopUpContext,
} from '@tallystick/payment-platform';
import { TallyError } from '@tallystick/foundation';
import { readDemoKeys, writeDemoKeys, type DemoKeys, type DemoPayer } from './demo-keys.ts';

const operatorName = 'Tallystick demo';
const currency = 'EUR';
const merchants = [
  { name: 'Harbour Bakery', tills: ['Counter', 'Terrace'] },
  { name: 'Quayside Books', tills: ['Front desk', 'Café corner'] },
];
const payers = [
  { name: 'Ada', minorUnits: 5_000n },
  { name: 'Bela', minorUnits: 2_500n },
  { name: 'Cem', minorUnits: 300n },
];

/** What seeding works on; both are parts of the composed system. */
export interface SeedContext {
  readonly platform: TopUpContext;
  readonly issueActivation: (account: AccountOfCredentials) => Promise<Activation>;
  readonly dataDirectory: string;
}

/**
 * Makes the demo at the first start, and fresh activation codes at every start, because those live 15 minutes. An
 * installation that was begun without a demo never gets one.
 *
 * @returns the demo’s keys, or undefined where this installation has no demo.
 */
export async function seedDemo(context: SeedContext): Promise<DemoKeys | undefined> {
  const operator = await findOperator(context.platform);
  if (operator !== undefined && operator.operatorName !== operatorName) return undefined;
  const known = await readDemoKeys(context.dataDirectory);
  const keys = known === undefined ? await makeDemo(context) : await renewActivations(context, known);
  await writeDemoKeys(context.dataDirectory, keys);
  return keys;
}

async function makeDemo({ platform, issueActivation }: SeedContext): Promise<DemoKeys> {
  // An operator without the file is left from a first start that was cut off; its merchants have no keys any more.
  const operator = (await findOperator(platform)) ?? (await createOperator(platform, { name: operatorName }));
  const { operatorId } = operator;
  return {
    operatorKey: await createOperatorKey(platform, { operatorId }),
    tills: await seedTills(platform, operatorId),
    payers: await seedPayers(platform, issueActivation),
  };
}

async function seedTills(platform: TopUpContext, operatorId: string): Promise<DemoKeys['tills']> {
  const seeded = [];
  for (const { name: merchantName, tills } of merchants) {
    const { merchantId } = await createMerchant(platform, { operatorId, name: merchantName });
    for (const name of tills) {
      const { till, key } = await createTill(platform, { merchantId, name });
      seeded.push({ tillNumber: till.tillNumber, merchantName, key });
    }
  }
  return seeded;
}

async function seedPayers(
  platform: TopUpContext,
  issueActivation: SeedContext['issueActivation'],
): Promise<readonly DemoPayer[]> {
  const seeded = [];
  for (const { name, minorUnits } of payers) {
    const { accountId, shard } = await createPayerAccount(platform, { name, currency });
    await topUp(platform, { topUpId: 'demo', accountId, amount: { minorUnits, currency } });
    seeded.push({ name, accountId, ...activationFields(await issueActivation({ accountId, shard })) });
  }
  return seeded;
}

async function renewActivations(
  { platform, issueActivation }: SeedContext,
  keys: DemoKeys,
): Promise<DemoKeys> {
  const renewed = [];
  for (const payer of keys.payers) {
    const { accountId, shard } = await findAccount(platform, { accountId: payer.accountId });
    renewed.push({ ...payer, ...(await renewedActivation(issueActivation, { accountId, shard })) });
  }
  return { ...keys, payers: renewed };
}

/** An authentication server apart has its limits: where too many are open, or used, the payer keeps the code of before. */
async function renewedActivation(
  issueActivation: SeedContext['issueActivation'],
  account: AccountOfCredentials,
): Promise<Partial<ActivationFields>> {
  try {
    return activationFields(await issueActivation(account));
  } catch (error) {
    const code = error instanceof TallyError ? error.code : undefined;
    if (code === 'too_many_activations' || code === 'too_many_credentials') return {};
    throw error;
  }
}

type ActivationFields = Pick<DemoPayer, 'activationCode' | 'activationExpiresAt'>;

function activationFields({ activationCode, expiresAt }: Activation): ActivationFields {
  return { activationCode, activationExpiresAt: expiresAt.toISOString() };
}
