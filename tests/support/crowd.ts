import { setTimeout } from 'node:timers/promises';
import { openHttpConnection, type HttpConnection } from '../../bench/load/http-connection.ts';

/** Many connections to several servers that can fire at the same moment. */
export interface Crowd {
  /** Sends all requests at once but for their delays, each on a connection of its own, to the servers in turn. */
  fire(requests: readonly TillRequest[]): Promise<readonly CrowdAnswer[]>;
  close(): void;
}

export interface TillRequest {
  readonly method: 'GET' | 'POST';
  /** `payments` where it is not given. */
  readonly resource?: 'payments' | 'refunds';
  /** Below the resource. */
  readonly path: string;
  readonly tillKey: string;
  readonly body?: object;
  /** How long after the others it is sent, so that a race can be steered towards its photo finish; 0 where not given. */
  readonly delayMs?: number;
}

export interface CrowdAnswer {
  readonly status: number;
  readonly body: Readonly<Record<string, unknown>>;
}

export async function openCrowd(servers: readonly URL[], size: number): Promise<Crowd> {
  const connections: HttpConnection[] = [];
  for (let index = 0; index < size; index += 1) {
    connections.push(await openHttpConnection(servers[index % servers.length]!));
  }
  return {
    async fire(requests) {
      if (requests.length > connections.length) throw new RangeError('more requests than connections');
      const answers = requests.map(async (request, index) => {
        if (request.delayMs !== undefined && request.delayMs > 0) await setTimeout(request.delayMs);
        return await connections[index]!.exchange(requestText(request));
      });
      return (await Promise.all(answers)).map(({ status, body }) => ({ status, body: JSON.parse(body) }));
    },
    close() {
      for (const connection of connections) connection.close();
    },
  };
}

function requestText({ method, resource = 'payments', path, tillKey, body }: TillRequest): string {
  const text = body === undefined ? '' : JSON.stringify(body);
  const type = body === undefined ? '' : 'content-type: application/json\r\n';
  return (
    `${method} /v1/${resource}${path} HTTP/1.1\r\nhost: 127.0.0.1\r\nauthorization: Bearer ${tillKey}\r\n${type}` +
    `content-length: ${Buffer.byteLength(text)}\r\n\r\n${text}`
  );
}

export function payment(tillKey: string, paymentId: string, code: string, minorUnits: number): TillRequest {
  const amount = { minorUnits: String(minorUnits), currency: 'EUR' };
  return { method: 'POST', path: '', tillKey, body: { paymentId, code, amount } };
}

export function reversal(tillKey: string, paymentId: string): TillRequest {
  return { method: 'POST', path: `/${paymentId}/reversal`, tillKey };
}

export function refund(
  tillKey: string,
  refundId: string,
  paymentId: string,
  minorUnits: number,
): TillRequest {
  const amount = { minorUnits: String(minorUnits), currency: 'EUR' };
  return { method: 'POST', resource: 'refunds', path: '', tillKey, body: { refundId, paymentId, amount } };
}

export function closing(tillKey: string, paymentId: string): TillRequest {
  return { method: 'POST', path: `/${paymentId}/close-if-unpaid`, tillKey };
}
