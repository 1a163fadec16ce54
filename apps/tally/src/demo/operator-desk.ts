import { randomPaymentId, TallyError } from '@tallystick/foundation';
import { sendOperatorRequest, type OperatorRequest } from '../operator/send-operator-request.ts';
import { fieldOf, textOf } from '../output/answer-fields.ts';
import type { DemoSystem } from './demo-system.ts';

export const marketCurrency = 'EUR';

/** What the market asks of its operator, over the same API as `tally operator`. */
export interface OperatorDesk {
  openAccount(name: string, minorUnits: bigint): Promise<{ accountId: string; activationCode: string }>;
  /** Minor units. */
  balanceOf(accountId: string): Promise<bigint>;
  /** The answer of `GET /v1/ledger`. */
  ledger(): Promise<unknown>;
}

export function createOperatorDesk(
  { server, keys }: DemoSystem,
  fetch: typeof globalThis.fetch,
): OperatorDesk {
  async function ask(request: OperatorRequest): Promise<unknown> {
    const answer = await sendOperatorRequest(fetch, server, keys.operatorKey, request);
    if (answer.ok) return answer.body;
    const { code, detail } = answer.problem;
    throw new TallyError('server_answer_malformed', {
      detail: `${request.method} ${request.path}: ${detail} (${code})`,
    });
  }

  return {
    async openAccount(name, minorUnits) {
      const body = { name, currency: marketCurrency };
      const accountId = textOf(await ask({ method: 'POST', path: 'v1/accounts', body }), 'accountId');
      const amount = { minorUnits: minorUnits.toString(), currency: marketCurrency };
      const topUp = { topUpId: randomPaymentId(), amount };
      await ask({ method: 'POST', path: `v1/accounts/${accountId}/top-ups`, body: topUp });
      const activation = await ask({ method: 'POST', path: `v1/accounts/${accountId}/activations` });
      return { accountId, activationCode: textOf(activation, 'activationCode') };
    },
    async balanceOf(accountId) {
      const account = await ask({ method: 'GET', path: `v1/accounts/${accountId}` });
      return BigInt(textOf(fieldOf(account, 'balance'), 'minorUnits'));
    },
    ledger: () => ask({ method: 'GET', path: 'v1/ledger' }),
  };
}
