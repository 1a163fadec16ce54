import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import {
  createMemoryStore,
  createPayerTerminal,
  enrol,
  nextCode,
  type PayerTerminal,
} from '@tallystick/payer-terminal';

/** The operator’s side of a running system, over its own API and nothing else. */
export interface OperatorDesk {
  /** Opens a till of a new merchant; returns its key. */
  openTill(): Promise<string>;
  /** Opens an account with money and enrols a terminal for it. */
  openPayer(): Promise<TestPayer>;
  balanceOf(payer: TestPayer): Promise<number>;
  ledgerDifferences(): Promise<unknown>;
}

export interface TestPayer {
  readonly accountId: string;
  readonly terminal: PayerTerminal;
}

export const openingBalance = 1_000_000;
const currency = 'EUR';

/** @param dataDirectory of a system that started without a demo, which has left the operator’s key there. */
export async function openOperatorDesk(dataDirectory: string, address: URL): Promise<OperatorDesk> {
  const keyFile = await readFile(path.join(dataDirectory, 'operator-key.json'), 'utf8');
  const { operatorKey }: { operatorKey: string } = JSON.parse(keyFile);
  async function ask(method: string, where: string, body?: object): Promise<Record<string, unknown>> {
    const response = await fetch(new URL(`/v1${where}`, address), {
      method,
      headers: {
        authorization: `Bearer ${operatorKey}`,
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    const answer: Record<string, unknown> = JSON.parse(await response.text());
    if (!response.ok) throw new Error(`${method} ${where}: ${JSON.stringify(answer)}`);
    return answer;
  }
  return {
    async openTill() {
      const { merchantId } = await ask('POST', '/merchants', { name: 'Kiosk' });
      const { key } = await ask('POST', `/merchants/${merchantId}/tills`, { name: 'Counter' });
      return String(key);
    },
    async openPayer() {
      const accountId = String((await ask('POST', '/accounts', { name: 'Payer', currency }))['accountId']);
      const amount = { minorUnits: String(openingBalance), currency };
      await ask('POST', `/accounts/${accountId}/top-ups`, { topUpId: 'first', amount });
      const { activationCode } = await ask('POST', `/accounts/${accountId}/activations`);
      const terminal = createPayerTerminal({ store: createMemoryStore() });
      await enrol(terminal, { activationCode: String(activationCode), serverUrl: address.href, fetch });
      return { accountId, terminal };
    },
    async balanceOf({ accountId }) {
      const { balance } = await ask('GET', `/accounts/${accountId}`);
      assert.ok(typeof balance === 'object' && balance !== null && 'minorUnits' in balance);
      return Number(balance.minorUnits);
    },
    ledgerDifferences: async () => (await ask('GET', '/ledger'))['differences'],
  };
}

/** The first code of a fresh terminal. */
export async function firstCode({ terminal }: TestPayer): Promise<string> {
  const code = await nextCode(terminal);
  if (code.kind !== 'code') throw new Error('a fresh terminal offers a code at once');
  return code.digits;
}
