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
  query(paymentId: string): Promise<OutcomeBody | undefined>;
  reverse(paymentId: string): Promise<OutcomeBody | undefined>;
}

const requestTimeoutMs = 15_000;

export function tillRequests(address: URL, tillKey: string): TillRequests {
  async function ask(method: string, where: string, body?: object): Promise<OutcomeBody | undefined> {
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
      const answer: OutcomeBody = JSON.parse(await response.text());
      return response.status === 200 ? answer : undefined;
    } catch {
      // The connection broke, or half an answer came.
      return undefined;
    }
  }
  return {
    pay({ paymentId, code, minorUnits }) {
      return ask('POST', '', {
        paymentId,
        code,
        amount: { minorUnits: String(minorUnits), currency: 'EUR' },
      });
    },
    query: (paymentId) => ask('GET', `/${paymentId}`),
    reverse: (paymentId) => ask('POST', `/${paymentId}/reversal`),
  };
}
