import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import {
  problemDetails,
  TallyError,
  type DeclineCode,
  type PaymentRequestJson,
} from '@tallystick/foundation';
import { isJsonObject, parseJson } from '../guards/json-guards.ts';
import { createContractPayments, type ContractPayments } from './contract-payments.ts';
import { answerWithFault, type Fault } from './faults.ts';

export type { Fault };

/**
 * The platform’s contract with a till as a small real HTTP server, with a memory instead of a ledger, that can be told to
 * lose its answers. For the tests of a till that embeds the cashier terminal.
 */
export interface ContractServer {
  readonly url: string;
  readonly tillKey: string;
  readonly payments: ContractPayments;
  /** What goes wrong with the coming requests, one each, in order; null for one that goes well. */
  readonly faults: (Fault | null)[];
  /** `METHOD /path` of every request, in order. */
  readonly requests: string[];
  /** Called with each request before it is worked on. */
  onRequest: (line: string) => void;
  close(): Promise<void>;
}

export interface ContractServerOptions {
  /** Decides each payment: null approves. */
  readonly decide?: (request: PaymentRequestJson) => DeclineCode | null;
}

const tillIdentity = {
  tillNumber: '0000007',
  tillName: 'Counter',
  merchantName: 'Baker’s',
  issuerPrefix: '83',
};
const maximumBodyBytes = 64 * 1024;

export async function startContractServer(options: ContractServerOptions = {}): Promise<ContractServer> {
  const tillKey = `test_${crypto.randomUUID()}`;
  const payments = createContractPayments(tillIdentity, options.decide ?? (() => null));
  const server = createServer((request, response) => void serve(request, response));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('The server listens on no port.');
  const contract: ContractServer = {
    url: `http://127.0.0.1:${address.port}`,
    tillKey,
    payments,
    faults: [],
    requests: [],
    onRequest: () => undefined,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };

  async function serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const line = `${request.method ?? ''} ${request.url ?? ''}`;
    const body = await readBody(request);
    contract.requests.push(line);
    const fault = contract.faults.shift() ?? null;
    contract.onRequest(line);
    if (fault === 'lose_request') return void response.destroy();
    const answer = work(line, request.headers.authorization, body, fault === 'pending');
    if (fault !== null && fault !== 'pending') return answerWithFault(response, fault, answer.json);
    const contentType = answer.status < 400 ? 'application/json' : 'application/problem+json';
    response.writeHead(answer.status, { 'content-type': contentType }).end(JSON.stringify(answer.json));
  }

  function work(line: string, authorization: string | undefined, body: string, isPending: boolean) {
    try {
      if (authorization !== `Bearer ${tillKey}`) throw new TallyError('till_key_unknown');
      return route(line, body, isPending);
    } catch (error) {
      const known = error instanceof TallyError ? error : new TallyError('internal_error');
      return { status: known.definition.httpStatus, json: problemDetails(known) };
    }
  }

  function route(line: string, body: string, isPending: boolean): { status: number; json: object } {
    if (line === 'GET /v1/till') return { status: 200, json: tillIdentity };
    if (line === 'POST /v1/payments') return payments.pay(parsePaymentRequest(body), isPending);
    const [, method, paymentId, action] = /^(GET|POST) \/v1\/payments\/(\w+)(\/reversal)?$/.exec(line) ?? [];
    if (paymentId === undefined || (method === 'POST') !== (action !== undefined))
      throw new TallyError('route_unknown');
    return action === undefined ? payments.query(paymentId) : payments.reverse(paymentId);
  }

  return contract;
}

function parsePaymentRequest(body: string): PaymentRequestJson {
  const value = parseJson(body);
  if (!isJsonObject(value) || !isJsonObject(value['amount'])) throw new TallyError('malformed_request');
  const { paymentId, code } = value;
  const { minorUnits, currency } = value['amount'];
  if (typeof paymentId !== 'string' || typeof code !== 'string') throw new TallyError('malformed_request');
  if (typeof minorUnits !== 'string' || typeof currency !== 'string') throw new TallyError('amount_invalid');
  return { paymentId, code, amount: { minorUnits, currency } };
}

async function readBody(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of request) {
    if (!Buffer.isBuffer(chunk) || (bytes += chunk.length) > maximumBodyBytes)
      throw new TallyError('body_too_large');
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString('utf8');
}
