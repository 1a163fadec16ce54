/** One payment as a till has written it down before sending it. */
export interface Order {
  readonly paymentId: string;
  readonly code: string;
  readonly minorUnits: number;
  readonly accountId: string;
}

/** An outcome as it came over the wire. */
export type OutcomeBody = Readonly<Record<string, unknown>>;

/** The bare requests of a till, without the loop of a cashier terminal. Each tells what is certain, else undefined. */
export interface TillRequests {
  pay(order: Order): Promise<OutcomeBody | undefined>;
  /** The stored outcome, or the problem that says why there is none. */
  query(paymentId: string): Promise<OutcomeBody | undefined>;
  reverse(paymentId: string): Promise<OutcomeBody | undefined>;
}

interface Exchange {
  readonly status: number;
  readonly body: OutcomeBody;
}

const requestTimeoutMs = 15_000;

export function tillRequests(address: URL, tillKey: string): TillRequests {
  async function exchange(method: string, where: string, body?: object): Promise<Exchange | undefined> {
    try {
      const response = await fetch(new URL(`/v1/payments${where}`, address), {
        method,
        headers: {
          authorization: `Bearer ${tillKey}`,
          ...(body === undefined ? {} : { 'content-type': 'application/json' }),
        },
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
        signal: AbortSignal.timeout(requestTimeoutMs),
      });
      return { status: response.status, body: JSON.parse(await response.text()) };
    } catch {
      // The connection broke, or half an answer came.
      return undefined;
    }
  }

  async function ask(method: string, where: string, body?: object): Promise<OutcomeBody | undefined> {
    const answer = await exchange(method, where, body);
    return answer?.status === 200 ? answer.body : undefined;
  }

  return {
    pay({ paymentId, code, minorUnits }) {
      return ask('POST', '', {
        paymentId,
        code,
        amount: { minorUnits: String(minorUnits), currency: 'EUR' },
      });
    },
    query: async (paymentId) => (await exchange('GET', `/${paymentId}`))?.body,
    reverse: (paymentId) => ask('POST', `/${paymentId}/reversal`),
  };
}
