import { openTestShop, type TestShop } from '../payments/test-shop.ts';
import { startApart, type ApartChanges, type ApartDeployment } from '../support/deployment.ts';

/** A shop whose two servers stand apart, and what a test has put between them. */
export interface ApartShop extends TestShop {
  readonly apart: ApartDeployment;
  /** Rows of a query on the platform’s or the authentication server’s database. */
  count(side: 'platform' | 'authentication', from: string): Promise<number>;
}

export async function openApartShop(changes: ApartChanges = {}): Promise<ApartShop> {
  let apart: ApartDeployment | undefined;
  const shop = await openTestShop(undefined, async (options) => {
    apart = await startApart(options, changes);
    return apart;
  });
  if (apart === undefined) throw new Error('the shop has no deployment');
  const { databases } = apart;
  return {
    ...shop,
    apart,
    async count(side, from) {
      const text = `SELECT count(*)::integer AS count FROM ${from}`;
      const [row] = await databases[side].query<{ readonly count: number }>({ name: '', text, values: [] });
      return row?.count ?? 0;
    },
  };
}

export function outcomeOf({
  status,
  body,
}: {
  status: number;
  body: Readonly<Record<string, unknown>>;
}): string {
  const textOf = (value: unknown, otherwise: string): string =>
    typeof value === 'string' ? value : otherwise;
  const code = textOf(body['code'], textOf(body['errorCode'], '-'));
  return `${status} ${textOf(body['outcome'], 'problem')} ${code}`;
}
